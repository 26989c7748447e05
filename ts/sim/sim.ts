import { refuseOptions } from '../kernel/arguments.js';
import type { Kernel } from '../kernel/kernel.js';
import { nearest } from '../kernel/nearest.js';
import { chipOptionsOf, pulledUp } from './chip-options-of.js';
import { checkChip, type SimChipDescription, type SimDescription } from './description.js';
import { fail } from './description-error.js';
import type { OpenHandle } from './descriptor-table.js';
import { nextTurn } from './next-turn.js';
import type { SimChip } from './sim-chip.js';
import { SimKernel } from './sim-kernel.js';
import type { SimLine } from './sim-line.js';
import { VirtualClock } from './virtual-clock.js';

/** A chip: itself, its number, its name ('gpiochip0'), its path, or else its label. */
export type SimChipId = SimChip | number | string;

/** A line: itself, its name, or 'CHIP:OFFSET' with the name or the label of its chip. */
export type SimLineId = SimLine | string;

/** The time of a simulated machine. */
export interface SimTime {
  /** CLOCK_MONOTONIC in nanoseconds: what timestamps of events count. */
  now(): bigint;
  /**
   * Lets `ms` milliseconds pass at once: debounce periods and timeouts end on the way. Programs hear of
   * that afterwards, by {@link Sim.settle}: where one waits for one time after another, let time pass in
   * steps, each of them settled.
   *
   * @throws Error where the machine runs by real time, RangeError for less than 0.
   */
  advance(ms: number): void;
}

/** How a simulated machine works. */
export interface SimOptions {
  /**
   * 'virtual' time stands still until `sim.clock.advance()`, and a blocking call takes none: for tests
   * that neither wait nor depend on speed. Default: 'real'.
   */
  readonly clock?: 'real' | 'virtual' | undefined;
}

const CHIP_AND_OFFSET = /^(.+):(\d+)$/;

/**
 * A simulated machine: GPIO chips in memory, and the hands that work on them from outside. Programs see
 * it through {@link Sim.kernel}. Made by `createSim`.
 */
export class Sim {
  readonly #kernel: SimKernel;
  readonly clock: SimTime;

  constructor({ chips, wires = [] }: SimDescription, options: SimOptions = {}) {
    const { clock = 'real', ...others } = options;
    refuseOptions('createSim()', others, 'clock');
    if (clock !== 'real' && clock !== 'virtual') {
      throw new TypeError(`clock is 'real' or 'virtual', not '${clock}'`);
    }
    const virtual = clock === 'virtual' ? new VirtualClock() : undefined;
    this.#kernel = new SimKernel(virtual === undefined ? {} : { clock: virtual });
    this.clock = {
      now: () => this.#kernel.clock.now(),
      advance: (ms) => {
        if (virtual !== undefined) virtual.advance(ms);
        else throw new Error("real time cannot be advanced: createSim(..., { clock: 'virtual' })");
      },
    };
    for (const chip of chips) this.#plug(chip);
    wires.forEach(([a, b], index) => {
      try {
        this.wire(a, b);
      } catch (error) {
        if (error instanceof RangeError) fail(`wires[${index}]`, error.message);
        throw error;
      }
    });
  }

  /** For `load({ kernel })`. */
  get kernel(): Kernel {
    return this.#kernel;
  }

  /** The chips that are plugged in, by number. */
  get chips(): readonly SimChip[] {
    return this.#kernel.chips;
  }

  /** What programs have open: nothing, where they have cleaned up after themselves. */
  get openHandles(): readonly OpenHandle[] {
    return this.#kernel.openHandles;
  }

  /** @throws RangeError for a chip that there is not. */
  chip(id: SimChipId): SimChip {
    if (typeof id === 'object') return id;
    const { chips } = this;
    const found =
      chips.find(({ number, name, path }) => id === number || id === name || id === path) ??
      chips.find(({ label }) => id === label);
    if (found !== undefined) return found;
    const known = chips.map(({ name, label }) => `${name} [${label}]`).join(', ') || 'none';
    throw new RangeError(`there is no chip ${shown(id)}; there are: ${known}`);
  }

  /**
   * The line of this name, on the first chip that has one, or 'gpiochip0:17'.
   *
   * @throws RangeError for a line that there is not; it names the nearest.
   */
  line(id: SimLineId): SimLine {
    if (typeof id === 'object') return id;
    if (typeof id !== 'string' || id === '') {
      throw new TypeError(`a line is a name or 'CHIP:OFFSET', not ${shown(id)}`);
    }
    const lines = this.chips.flatMap((chip) => chip.lines);
    const named = lines.find(({ name }) => name === id);
    if (named !== undefined) return named;
    const [, chip, offset] = CHIP_AND_OFFSET.exec(id) ?? [];
    if (chip !== undefined) return this.chip(chip).line(Number(offset));
    const names = nearest(
      id,
      lines.flatMap(({ name }) => name || []),
    );
    const hint = names.length === 0 ? '' : `; the nearest: ${names.join(', ')}`;
    throw new RangeError(`there is no line ${shown(id)}${hint}`);
  }

  /**
   * Wires two lines together, with all they are wired to: an output drives the other's input. Where
   * outputs fight, 0 wins and both lines are `contended`.
   */
  wire(a: SimLineId, b: SimLineId): void {
    this.#kernel.wire(this.line(a), this.line(b));
  }

  /**
   * Plugs in another chip, as the lowest number that is free.
   *
   * @throws TypeError saying where the description is wrong.
   */
  plug(chip: SimChipDescription): SimChip {
    checkChip(chip, 'chip');
    return this.#plug(chip);
  }

  #plug(chip: SimChipDescription): SimChip {
    const plugged = this.#kernel.plug(chipOptionsOf(chip));
    for (const offset of pulledUp(chip)) plugged.line(offset).pull('up');
    for (const line of plugged.lines) line.clearHistory();
    return plugged;
  }

  /** Takes a chip away: programs that have it open get ENODEV. */
  unplug(chip: SimChipId): void {
    this.chip(chip).unplug();
  }

  /**
   * Resolves when programs in this thread have been told all events that there are by now. What else they
   * wait for, such as load() or a file, takes its own time.
   */
  async settle(): Promise<void> {
    do await nextTurn();
    while (this.#kernel.pending);
    await nextTurn();
  }
}

function shown(id: unknown): string {
  return typeof id === 'string' ? `'${id}'` : String(id);
}
