import * as machine from './timers.js';

type Callback = (...args: unknown[]) => void;

/** The timers of one program, which all end with it. */
export class ProgramTimers {
  readonly #running = new Map<number, () => void>();
  readonly #rejects = new Map<number, (reason: Error) => void>();
  readonly #onIdle: () => void;
  readonly #onError: (error: unknown) => void;
  #last = 0;
  #ended = false;

  /**
   * @param onIdle - called when a timer was the last one.
   * @param onError - told what a timer's callback throws.
   */
  constructor(onIdle: () => void, onError: (error: unknown) => void) {
    this.#onIdle = onIdle;
    this.#onError = onError;
  }

  /** Whether a timer is still to expire. */
  get waiting(): boolean {
    return this.#running.size > 0;
  }

  setTimeout(callback: Callback, delayMs?: number, ...args: unknown[]): number {
    const id = this.#next();
    if (this.#ended) return id;
    const timer = machine.setTimeout(() => {
      this.#running.delete(id);
      this.#call(callback, args);
      this.#settle();
    }, delayMs);
    this.#running.set(id, () => machine.clearTimeout(timer));
    return id;
  }

  setInterval(callback: Callback, delayMs?: number, ...args: unknown[]): number {
    const id = this.#next();
    if (this.#ended) return id;
    const timer = machine.setInterval(() => this.#call(callback, args), delayMs);
    this.#running.set(id, () => machine.clearInterval(timer));
    return id;
  }

  clear(id: number | undefined): void {
    if (id === undefined) return;
    this.#running.get(id)?.();
    this.#running.delete(id);
    this.#settle();
  }

  /** node:timers/promises' setTimeout. Rejects when the program is stopped; after that, never settles. */
  sleep(
    delayMs?: number,
    value?: unknown,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const done = (settle: () => void): void => {
        this.#rejects.delete(id);
        signal?.removeEventListener('abort', onAbort);
        settle();
      };
      const id = this.setTimeout(() => done(() => resolve(value)), delayMs);
      if (this.#ended) return;
      const onAbort = (): void => {
        this.clear(id);
        done(() => reject(signal?.reason as Error));
      };
      signal?.addEventListener('abort', onAbort);
      this.#rejects.set(id, (reason) => done(() => reject(reason)));
    });
  }

  /** Cancels all timers, and those to come. Sleeps that there are reject. */
  end(reason: Error): void {
    this.#ended = true;
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
    for (const reject of [...this.#rejects.values()]) reject(reason);
  }

  #call(callback: Callback, args: readonly unknown[]): void {
    try {
      callback(...args);
    } catch (error) {
      this.#onError(error);
    }
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }

  #settle(): void {
    if (this.#running.size === 0) this.#onIdle();
  }
}
