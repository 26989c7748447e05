import type { Clock } from './clock.js';

const NS_PER_MS = 1e6;

/** Longer sleeps are cut, and so return early, which {@link Clock.sleep} allows. */
const LONGEST_SLEEP_MS = 86_400_000;

/**
 * The clocks of this machine. monotonicNs() is Linux's CLOCK_MONOTONIC, as in edge events;
 * realtimeNs() counts whole milliseconds, all that JavaScript knows.
 */
export function nodeClock(): Clock {
  const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));
  return {
    monotonicNs: () => process.hrtime.bigint(),
    realtimeNs: () => BigInt(Date.now()) * BigInt(NS_PER_MS),
    sleep(ns: bigint): void {
      Atomics.wait(nobodyWakes, 0, 0, Math.min(Number(ns) / NS_PER_MS, LONGEST_SLEEP_MS));
    },
  };
}
