import type { KernelTime } from '../kernel/kernel.js';

const NS_PER_MS = 1e6;

/**
 * Calls `expired` when so many milliseconds have passed for a kernel. Returns how to cancel that. What is
 * to happen in 0 ms needs nobody to advance the time.
 */
export function after(
  { time }: { readonly time?: KernelTime | undefined },
  ms: number,
  expired: () => void,
): () => void {
  if (time === undefined || ms === 0) {
    const timer = setTimeout(expired, ms);
    return () => clearTimeout(timer);
  }
  const timer = time.setTimer(time.now() + BigInt(Math.ceil(ms * NS_PER_MS)), expired);
  return () => timer.cancel();
}
