import { monotonic } from '../kernel/monotonic.js';
import { type Clock, type ClockTimer, TimerQueue } from './clock.js';

const NS_PER_MS = 1e6;
const NS_PER_MS_N = 1_000_000n;
/** The longest delay that setTimeout knows, in milliseconds. */
const MAX_DELAY = 0x7fff_ffff;

/** What is used of the surroundings, taken when loaded: before a test's fake timers replace it. */
const { setTimeout, clearTimeout } = globalThis;
const DateNow = Date.now;

/**
 * The machine's own time. Pending timers do not keep the process alive. Blocking sleeps the thread,
 * which a browser allows in workers only.
 */
export class RealClock implements Clock {
  readonly #timers = new TimerQueue();
  #realtimeOffset = 0n;
  #timeout: ReturnType<typeof setTimeout> | undefined;
  /** The time of the timer that is running, which may be late. */
  #expiring: bigint | undefined;
  #sleeper: Int32Array | undefined;

  now(): bigint {
    return this.#expiring ?? monotonic();
  }

  realtime(): bigint {
    // Date has milliseconds only, and may be set at any time.
    const off = BigInt(DateNow()) * NS_PER_MS_N - (monotonic() + this.#realtimeOffset);
    if (off < -2n * NS_PER_MS_N || off > 2n * NS_PER_MS_N) this.#realtimeOffset += off;
    return this.now() + this.#realtimeOffset;
  }

  setTimer(at: bigint, expired: () => void): ClockTimer {
    const timer = this.#timers.add(at, expired);
    this.#arm();
    return {
      cancel: () => {
        timer.cancel();
        this.#arm();
      },
    };
  }

  catchUp(): void {
    if (this.#timers.next === undefined || this.#expiring !== undefined) return;
    for (;;) {
      const timer = this.#timers.takeDue(monotonic());
      if (timer === undefined) break;
      this.#expiring = timer.at;
      try {
        timer.expired();
      } finally {
        this.#expiring = undefined;
      }
    }
    this.#arm();
  }

  wait(until: bigint | undefined): boolean {
    const next = this.#timers.next;
    const end = until === undefined || (next !== undefined && next < until) ? next : until;
    if (end === undefined) return false;
    const left = end - monotonic();
    if (left > 0n && !this.#sleep(Number(left) / NS_PER_MS)) return false;
    this.catchUp();
    return true;
  }

  /** Sleeps the thread. False where it may not. */
  #sleep(ms: number): boolean {
    // Shared memory of WebAssembly is there even where SharedArrayBuffer is hidden.
    this.#sleeper ??= new Int32Array(
      new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer,
    );
    try {
      Atomics.wait(this.#sleeper, 0, 0, ms);
      return true;
    } catch {
      return false;
    }
  }

  #arm(): void {
    if (this.#timeout !== undefined) clearTimeout(this.#timeout);
    this.#timeout = undefined;
    const next = this.#timers.next;
    if (next === undefined) return;
    const delay = Math.ceil(Number(next - monotonic()) / NS_PER_MS);
    const timeout: { unref?: () => void } | number = setTimeout(
      () => this.catchUp(),
      Math.min(Math.max(delay, 0), MAX_DELAY),
    );
    if (typeof timeout === 'object') timeout.unref?.();
    this.#timeout = timeout as ReturnType<typeof setTimeout>;
  }
}
