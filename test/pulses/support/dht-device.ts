import type { Sim, SimLine } from '../../../ts/sim.js';

/** How a simulated sensor behaves. */
export interface DhtDeviceOptions {
  /** The shortest start signal that it notices, in milliseconds. */
  readonly startMs: number;
  /** The pulses of each answer in nanoseconds, the first one low; undefined: it stays silent. */
  answer(): readonly number[] | undefined;
  /** How many of the answer's edges come before the program's edge detection is on. Default 0. */
  readonly early?: number;
}

/**
 * A sensor on a line of a simulated machine with a virtual clock. It answers once the program has held
 * the line low for long enough and let go, as its pull-up resistor does.
 */
export class DhtDevice {
  readonly #sim: Sim;
  readonly #line: SimLine;
  readonly #options: DhtDeviceOptions;
  /** When each start signal began, and how long it was, in nanoseconds. */
  readonly starts: { readonly at: bigint; readonly length: bigint }[] = [];
  #low: bigint | undefined;
  #next: (() => void)[] = [];

  constructor(sim: Sim, line: SimLine, options: DhtDeviceOptions) {
    this.#sim = sim;
    this.#line = line;
    this.#options = options;
    line.pull('up');
    line.clearHistory();
    line.listen((level, now) => this.#changed(level, now));
  }

  #changed(level: 0 | 1, now: bigint): void {
    if (level === 0 && this.#line.drivenBy === 'line') this.#low = now;
    if (level === 0 || this.#low === undefined) return;
    const start = { at: this.#low, length: now - this.#low };
    this.#low = undefined;
    this.starts.push(start);
    if (start.length < BigInt(this.#options.startMs * 1e6)) return;
    const pulses = this.#options.answer();
    if (pulses === undefined) return;
    this.#next = [...[30_000, ...pulses].entries()].map(([i, ns]) => () => {
      this.#sim.clock.advance(ns / 1e6);
      this.#line.pull(i % 2 === 0 ? 'down' : 'up');
    });
    for (const edge of this.#next.splice(0, this.#options.early ?? 0)) edge();
    // The others once the program has been given the line.
    queueMicrotask(() => {
      for (const edge of this.#next.splice(0)) edge();
    });
  }
}
