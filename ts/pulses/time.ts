import { after } from '../api/after.js';
import { AbortError } from '../api/errors.js';
import type { RequestedLine } from '../api/requested-line.js';
import { monotonic } from '../kernel/monotonic.js';

const NS_PER_MS = 1e6;

/** The time that passes for a line, in milliseconds. */
export function nowMs({ time }: RequestedLine): number {
  return Number(time === undefined ? monotonic() : time.now()) / NS_PER_MS;
}

/**
 * Waits. At its end, and at once where the signal aborts it, `over` is called: in the very moment, before
 * the promise tells. Rejects with AbortError, or with what `over` throws.
 */
export function sleep(
  line: RequestedLine,
  ms: number,
  signal: AbortSignal | undefined,
  over: () => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      cancel();
      signal?.removeEventListener('abort', end);
      try {
        over();
        if (signal?.aborted) reject(new AbortError(signal));
        else resolve();
      } catch (error) {
        reject(error);
      }
    };
    const cancel = after(line, Math.max(ms, 0), end);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}
