type Monotonic = () => bigint;

const NS_PER_MS = 1e6;

/**
 * Node's hrtime is Linux's CLOCK_MONOTONIC, so that its numbers and those of events compare. Node makes
 * its `performance` when it is first asked for, which takes a millisecond: only others are asked.
 */
function monotonicClock(): Monotonic {
  const { process } = globalThis as { process?: { hrtime?: { bigint?: Monotonic } } };
  const hrtime = process?.hrtime?.bigint;
  if (hrtime !== undefined) return hrtime;
  const { performance } = globalThis;
  return () => BigInt(Math.round(performance.now() * NS_PER_MS));
}

/**
 * This machine's CLOCK_MONOTONIC in nanoseconds, or what comes nearest. Taken when loaded: before a
 * test's fake timers replace it.
 */
export const monotonic: Monotonic = monotonicClock();
