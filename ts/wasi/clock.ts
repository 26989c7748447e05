/** The time a program sees, and the only way it sleeps. */
export interface Clock {
  /** Nanoseconds of a clock that never jumps; on Linux CLOCK_MONOTONIC, as in edge events. */
  monotonicNs(): bigint;
  /** Nanoseconds since 1970, UTC. */
  realtimeNs(): bigint;
  /** Blocks the thread without using the processor. May return early; callers look at the time. */
  sleep(ns: bigint): void;
}
