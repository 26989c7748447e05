/** A timer that has been set; cancelling it twice, or after it has expired, does nothing. */
export interface ClockTimer {
  cancel(): void;
}

/**
 * The time of a {@link SimKernel}, in nanoseconds: real ({@link RealClock}) or advanced by hand
 * ({@link VirtualClock}). Timestamps, debounce periods and timeouts all follow it.
 */
export interface Clock {
  /** CLOCK_MONOTONIC. */
  now(): bigint;
  /** CLOCK_REALTIME. */
  realtime(): bigint;
  /** Calls `expired` once, when `now()` has reached `at`. */
  setTimer(at: bigint, expired: () => void): ClockTimer;
  /**
   * Runs the timers whose time has come, each of which sees its own time as `now()`. The kernel calls
   * it before whatever may depend on them.
   */
  catchUp(): void;
  /**
   * Blocks the thread until a timer has expired or `until` is reached, whichever comes first. False
   * where neither can ever come, or where this thread may not block.
   */
  wait(until: bigint | undefined): boolean;
}

interface QueuedTimer {
  readonly at: bigint;
  readonly expired: () => void;
}

/** Timers by time; those of the same time in the order in which they were set. */
export class TimerQueue {
  readonly #timers: QueuedTimer[] = [];

  /** When the next timer expires, undefined where there is none. */
  get next(): bigint | undefined {
    return this.#timers[0]?.at;
  }

  add(at: bigint, expired: () => void): ClockTimer {
    const timer = { at, expired };
    const later = this.#timers.findIndex((other) => other.at > at);
    this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
    return {
      cancel: () => {
        const index = this.#timers.indexOf(timer);
        if (index >= 0) this.#timers.splice(index, 1);
      },
    };
  }

  /** Takes out the first timer if it expires at `now` or earlier. */
  takeDue(now: bigint): QueuedTimer | undefined {
    const next = this.next;
    return next !== undefined && next <= now ? this.#timers.shift() : undefined;
  }
}
