/** How long one plugin may keep the host's event loop to itself. */
const TURN_MS = 2;

/**
 * Gives a plugin's calls short turns: answers to a plugin that never stops calling would otherwise be
 * all that the event loop ever gets to.
 */
export class Turns {
  #sinceMs: number | undefined;

  /** Does `work` now, or after everything else that waits for the event loop. */
  next(work: () => void): void {
    const nowMs = performance.now();
    if (this.#sinceMs === undefined) {
      this.#sinceMs = nowMs;
      setImmediate(() => {
        this.#sinceMs = undefined;
      });
    }
    if (nowMs - this.#sinceMs < TURN_MS) work();
    else setImmediate(work);
  }
}
