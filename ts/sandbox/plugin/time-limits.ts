import type { CheckedLimits } from './limits.js';

/** Where processor time is known exactly only from one tick of the kernel's to the next. */
const SHORTEST_MS = 1;
const LONGEST_MS = 0x7fff_ffff;

/** What is told of a limit that was reached. */
type Reached = (limit: 'wallMs' | 'cpuMs', detail: string) => void;

/**
 * Watches the limits of time from now on. `cpuMs` tells the processor time that was used so far, or
 * undefined while that is not known. Returns what ends the watching.
 */
export function watchTime(
  { wallMs, cpuMs }: CheckedLimits,
  usedMs: () => Promise<number | undefined>,
  reached: Reached,
): () => void {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let before: number | undefined;
  const wall =
    wallMs > LONGEST_MS
      ? undefined
      : setTimeout(() => reached('wallMs', `it took more than ${wallMs} ms`), wallMs);
  /** A thread uses no more processor time than passes: before that there is no need to look again. */
  const look = async (): Promise<void> => {
    const now = await usedMs();
    if (ended) return;
    before ??= now;
    const left = cpuMs - ((now ?? 0) - (before ?? 0));
    if (left <= 0) reached('cpuMs', `it computed for more than ${cpuMs} ms`);
    else timer = setTimeout(look, Math.min(Math.max(left, SHORTEST_MS), LONGEST_MS));
  };
  if (cpuMs !== Number.POSITIVE_INFINITY) void look();
  return () => {
    ended = true;
    clearTimeout(wall);
    clearTimeout(timer);
  };
}
