/** A line that the kernel itself holds as long as the chip lives. */
export interface HogOptions {
  readonly offset: number;
  /** The consumer that is shown for it. '?' by default, as the kernel has it. */
  readonly name?: string;
  readonly direction: 'input' | 'output-high' | 'output-low';
  readonly activeLow?: boolean;
}

/** A chip to plug in. Whoever gives users' words here has checked them: see description.ts. */
export interface ChipOptions {
  /** How many lines: 1 to 1024. 8 by default. */
  readonly lines?: number;
  /** 'gpio-sim.N-node0' by default, N being the chip's number. */
  readonly label?: string;
  /** Names by offset. */
  readonly names?: Readonly<Record<number, string>>;
  readonly hogs?: readonly HogOptions[];
  /** Offsets of lines that nobody can request, and that no hog holds. They show as used. */
  readonly reserved?: readonly number[];
  /**
   * What a line does that nobody drives any more, because it became an input or floats as an open
   * drain: goes to its pull at once ('pull', the default, as electricity has it), or keeps its level
   * until its pull is set again ('held', as the kernel's gpio-sim driver has it).
   */
  readonly floating?: 'pull' | 'held';
}
