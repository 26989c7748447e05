import { nextTurn } from '../../sim/next-turn.js';
import { clearTimeout, setTimeout } from './timers.js';

const NS_PER_MS = 1e6;
const MAX_DELAY_MS = 0x7fff_ffff;
/** How long a process may go on before the others, and the page, get their turn. */
const SLICE_MS = 8;

/** The process was ended from outside, while it waited. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** All waiting of one process, which can be ended at any time. */
export class Waiting {
  #abort: ((error: Killed) => void) | undefined;
  #killed = false;
  #turnStartedMs = performance.now();

  /** Ends the process: what it waits for, now or next, rejects. */
  kill(): void {
    this.#killed = true;
    this.#abort?.(new Killed());
  }

  /** Lets everybody else have a turn where this process has gone on for long. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#turnStartedMs < SLICE_MS) return;
    await nextTurn();
    this.#turnStartedMs = performance.now();
    if (this.#killed) throw new Killed();
  }

  /**
   * Waits until `start`'s callback is called, or the time is up (negative: no limit), whichever comes
   * first. `start` returns how to stop waiting.
   */
  async until(timeoutNs: bigint, start: (wake: () => void) => () => void): Promise<void> {
    if (this.#killed) throw new Killed();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = (): void => {};
    try {
      await new Promise<void>((resolve, reject) => {
        this.#abort = reject;
        if (timeoutNs >= 0n) {
          const ms = Math.min(Math.ceil(Number(timeoutNs) / NS_PER_MS), MAX_DELAY_MS);
          timer = setTimeout(resolve, ms);
        }
        stop = start(resolve);
      });
    } finally {
      this.#abort = undefined;
      clearTimeout(timer);
      stop();
    }
    this.#turnStartedMs = performance.now();
  }
}
