import { type Clock, type ClockTimer, TimerQueue } from './clock.js';

const NS_PER_MS = 1e6;

/** Where a {@link VirtualClock} starts. */
export interface VirtualClockOptions {
  /** Monotonic nanoseconds. One second by default, since libgpiod's users may take 0 for "none". */
  readonly startNs?: bigint;
  /** Nanoseconds since 1970 at the start. 2020-01-01 by default. */
  readonly realtimeNs?: bigint;
}

/**
 * Time that stands still until a test advances it. A blocking `read` or `poll` does not block: it
 * advances the clock to the next timer or to its timeout, and returns.
 */
export class VirtualClock implements Clock {
  readonly #timers = new TimerQueue();
  readonly #realtimeOffset: bigint;
  #now: bigint;

  constructor(options: VirtualClockOptions = {}) {
    this.#now = options.startNs ?? 1_000_000_000n;
    this.#realtimeOffset = (options.realtimeNs ?? 1_577_836_800_000_000_000n) - this.#now;
  }

  now(): bigint {
    return this.#now;
  }

  realtime(): bigint {
    return this.#now + this.#realtimeOffset;
  }

  setTimer(at: bigint, expired: () => void): ClockTimer {
    return this.#timers.add(at, expired);
  }

  /** When the next timer expires, undefined where none is set. */
  get nextTimer(): bigint | undefined {
    return this.#timers.next;
  }

  /** Lets `ms` milliseconds pass, timers expiring on the way. Throws RangeError for less than 0. */
  advance(ms: number): void {
    if (!(ms >= 0 && ms < Number.MAX_SAFE_INTEGER / NS_PER_MS)) {
      throw new RangeError(`the clock cannot be advanced by ${ms} ms`);
    }
    this.advanceTo(this.#now + BigInt(Math.round(ms * NS_PER_MS)));
  }

  /** Lets time pass until `until`. Does nothing where that is not in the future. */
  advanceTo(until: bigint): void {
    for (;;) {
      const timer = this.#timers.takeDue(until);
      if (timer === undefined) break;
      if (timer.at > this.#now) this.#now = timer.at;
      timer.expired();
    }
    if (until > this.#now) this.#now = until;
  }

  /** Nothing is ever late here. */
  catchUp(): void {}

  wait(until: bigint | undefined): boolean {
    const next = this.#timers.next;
    const end = until === undefined || (next !== undefined && next < until) ? next : until;
    if (end === undefined) return false;
    this.advanceTo(end);
    return true;
  }
}
