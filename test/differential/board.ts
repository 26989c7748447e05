import type { SimChip } from '../../ts/sim/sim-chip.js';
import type { SimKernel } from '../../ts/sim/sim-kernel.js';
import type { ChipDescription } from './operation.js';

/** Chips in slots, and their outside. What there is no chip or line for is -1, and changes nothing. */
export interface Board {
  plug(slot: number, chip: ChipDescription): void;
  unplug(slot: number): void;
  /** Of the chip that is, or was last, in a slot. */
  path(slot: number): string;
  pull(slot: number, line: number, level: 0 | 1): number;
  level(slot: number, line: number): number;
  /** Takes all chips away. */
  dispose(): void;
}

/** The chips of a simulated kernel, with the quirks of the gpio-sim driver. */
export class SimBoard implements Board {
  readonly #kernel: SimKernel;
  readonly #chips: SimChip[] = [];

  constructor(kernel: SimKernel) {
    this.#kernel = kernel;
  }

  plug(slot: number, chip: ChipDescription): void {
    if (this.#chips[slot]?.unplugged === false) return;
    this.#chips[slot] = this.#kernel.plug({ ...chip, floating: 'held' });
  }

  unplug(slot: number): void {
    this.#chips[slot]?.unplug();
  }

  path(slot: number): string {
    return this.#chips[slot]?.path ?? '/dev/none';
  }

  pull(slot: number, line: number, level: 0 | 1): number {
    const chip = this.#chips[slot];
    if (chip === undefined || chip.unplugged || line >= chip.lines.length) return -1;
    chip.line(line).pull(level === 1 ? 'up' : 'down');
    return 0;
  }

  /** Whether a change of the line's level interrupts. */
  isArmed(slot: number, line: number): boolean {
    return this.#chips[slot]?.lines[line]?.pin.interrupt !== undefined;
  }

  level(slot: number, line: number): number {
    const chip = this.#chips[slot];
    if (chip === undefined || chip.unplugged || line >= chip.lines.length) return -1;
    return chip.line(line).level;
  }

  dispose(): void {
    for (const chip of this.#chips) chip?.unplug();
  }
}
