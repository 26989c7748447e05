/** How long plugins may keep the host's event loop to themselves, all together. */
const TURN_MS = 2;

let sinceMs: number | undefined;

/**
 * Does `work` now, or after everything else that waits for the event loop: answers to plugins that never
 * stop calling would otherwise be all that it ever gets to.
 */
export function inTurn(work: () => void): void {
  const nowMs = performance.now();
  if (sinceMs === undefined) {
    sinceMs = nowMs;
    setImmediate(() => {
      sinceMs = undefined;
    });
  }
  if (nowMs - sinceMs < TURN_MS) work();
  else setImmediate(work);
}
