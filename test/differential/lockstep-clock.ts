import type { ClockTimer } from '../../ts/sim/clock.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';

const NS_PER_MS = 1_000_000n;

/**
 * How exact the rig's kernel is, in nanoseconds: interrupts of gpio-sim wait for its next tick, and
 * debouncing counts in ticks, of 10 ms both.
 */
export const TOLERANCE = 60n * NS_PER_MS;

/** The simulated kernel's clock, which follows the other's and knows when a comparison would be unfair. */
export class LockstepClock extends VirtualClock {
  readonly #times = new Set<bigint>();

  override setTimer(at: bigint, expired: () => void): ClockTimer {
    this.#times.add(at);
    const timer = super.setTimer(at, expired);
    return {
      cancel: () => {
        this.#times.delete(at);
        timer.cancel();
      },
    };
  }

  /** Whether a timer expires so close to `time` that the other kernel's may or may not have by then. */
  isNear(time: bigint): boolean {
    for (const at of this.#times) {
      if (at > time - TOLERANCE && at < time + TOLERANCE) return true;
      if (at < this.now() - TOLERANCE) this.#times.delete(at);
    }
    return false;
  }
}
