/** Counts calls against a limit per second, all of which may come at once. */
export class RateLimit {
  readonly #perSecond: number;
  #left: number;
  #lastMs = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
  }

  /** One more call. False where it is one too many. */
  take(): boolean {
    if (this.#left < 1) {
      const nowMs = performance.now();
      const earned = ((nowMs - this.#lastMs) / 1000) * this.#perSecond;
      this.#lastMs = nowMs;
      this.#left = Math.min(this.#left + earned, this.#perSecond);
      if (this.#left < 1) return false;
    }
    this.#left -= 1;
    return true;
  }
}
