/**
 * A line that the kernel itself holds: what its driver calls it, which way it goes, active-low or not.
 * An output is high where it is active: at a low level, if it is active-low.
 */
export type UsedLine = readonly [
  offset: number,
  consumer: string,
  direction: 'input' | 'output-low' | 'output-high',
  polarity?: 'active-low',
];

/** One GPIO chip of a machine, as the kernel presents it. */
export interface BoardChip {
  readonly label: string;
  readonly lines: number;
  /** Line names by offset, separated by commas. Empty, or missing at the end: no name. */
  readonly names: string;
  readonly used: readonly UsedLine[];
}

/** A machine: its chips in the order in which the kernel numbers them. */
export interface Board {
  /** As the device tree has it: "Raspberry Pi 4 Model B". */
  readonly model: string;
  readonly chips: readonly BoardChip[];
}
