import type { Clock } from '../../../ts/wasi/clock.js';

/** A clock that moves only while somebody sleeps. */
export class FakeClock implements Clock {
  nowNs = 1_000_000_000n;
  /** What realtime is ahead of monotonic time. */
  epochNs = 1_700_000_000_000_000_000n;
  readonly sleeps: bigint[] = [];
  /** Called at each sleep, before time moves. */
  onSleep: () => void = () => {};

  monotonicNs(): bigint {
    return this.nowNs;
  }

  realtimeNs(): bigint {
    return this.nowNs + this.epochNs;
  }

  sleep(ns: bigint): void {
    this.onSleep();
    this.sleeps.push(ns);
    this.nowNs += ns;
  }
}
