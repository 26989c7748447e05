type Monotonic = () => bigint;

const NS_PER_MS = 1e6;

/** Taken when loaded: before a test's fake timers replace it. */
const { performance } = globalThis;

/** Node's hrtime is Linux's CLOCK_MONOTONIC, so that its numbers and those of events compare. */
function monotonicClock(): Monotonic {
  const { process } = globalThis as { process?: { hrtime?: { bigint?: Monotonic } } };
  const hrtime = process?.hrtime?.bigint;
  if (hrtime !== undefined) return hrtime;
  return () => BigInt(Math.round(performance.now() * NS_PER_MS));
}

/** This machine's CLOCK_MONOTONIC in nanoseconds, or what comes nearest. */
export const monotonic: Monotonic = monotonicClock();
