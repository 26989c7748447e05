import { describe, refuseOptions } from '../kernel/arguments.js';
import type { FdWatch, Kernel } from '../kernel/kernel.js';
import { signalOf } from './abort-signal.js';
import { after } from './after.js';
import { AbortError, GpiodError } from './errors.js';

const MAX_TIMEOUT_MS = 0x7fff_ffff;

/** How to wait. */
export interface WaitOptions {
  /** Milliseconds, of a simulated machine's clock where it has one of its own; left out: no limit. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

function checkTimeout(timeoutMs: unknown): number | undefined {
  if (timeoutMs === undefined) return undefined;
  if (typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs <= MAX_TIMEOUT_MS) {
    return timeoutMs;
  }
  throw new TypeError(
    `timeoutMs is ${describe(timeoutMs)}: it has to be a number from 0 to ${MAX_TIMEOUT_MS}`,
  );
}

/**
 * Asynchronous waiting for one descriptor. The kernel allows one watch on it: this is the one, shared
 * by all who wait. It holds the process only while somebody does.
 */
export class Readiness {
  readonly #kernel: Kernel;
  readonly #fd: number;
  readonly #operation: string;
  readonly #expect: () => void;
  /** Each with whether it holds the process. */
  readonly #listeners = new Map<() => void, boolean>();
  #watch: FdWatch | undefined;
  #closed = false;

  /**
   * @param operation - the upstream function that errors are reported for.
   * @param expect - throws where nothing can ever come.
   */
  constructor(kernel: Kernel, fd: number, operation: string, expect = (): void => {}) {
    this.#kernel = kernel;
    this.#fd = fd;
    this.#operation = operation;
    this.#expect = expect;
  }

  /** Calls `listener` at every turn of the event loop in which there is something to read. */
  add(listener: () => void): void {
    this.#expect();
    if (this.#watch === undefined) this.#watch = this.#startWatch();
    else this.#watch.resume();
    this.hold(listener);
  }

  remove(listener: () => void): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#watch?.pause();
    else this.#holdOrLetGo();
  }

  /** Lets the process end although this listener stays; {@link hold} takes it back. */
  letGo(listener: () => void): void {
    if (this.#listeners.has(listener)) this.#listeners.set(listener, false);
    this.#holdOrLetGo();
  }

  hold(listener: () => void): void {
    this.#listeners.set(listener, true);
    this.#holdOrLetGo();
  }

  /**
   * True once there is something to read, false when the time is up. Rejects with AbortError. `poll` asks
   * the kernel in the end: a busy event loop may come to timers before it comes to descriptors. `ready`
   * is true where there is something to read without the kernel.
   */
  wait(options: WaitOptions = {}, poll = (): boolean => false, ready = false): Promise<boolean> {
    const signal = signalOf(options);
    const { timeoutMs: limit, signal: _, ...others } = options;
    refuseOptions('waitEdgeEvent()', others, 'timeoutMs, signal');
    const timeoutMs = checkTimeout(limit);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new AbortError(signal));
        return;
      }
      if (ready) {
        resolve(true);
        return;
      }
      const settle = (done: () => void): void => {
        this.remove(onReady);
        cancel?.();
        signal?.removeEventListener('abort', onAbort);
        try {
          done();
        } catch (error) {
          reject(error);
        }
      };
      const onReady = (): void => settle(() => resolve(!this.#closed));
      const onAbort = (): void => {
        if (signal !== undefined) settle(() => reject(new AbortError(signal)));
      };
      this.add(onReady);
      const cancel =
        timeoutMs === undefined
          ? undefined
          : after(this.#kernel, timeoutMs, () => settle(() => resolve(poll())));
      signal?.addEventListener('abort', onAbort);
    });
  }

  /** To be called before the descriptor is closed. Wakes everybody who waits. */
  close(): void {
    this.#closed = true;
    this.#watch?.close();
    for (const listener of [...this.#listeners.keys()]) listener();
    this.#listeners.clear();
  }

  #holdOrLetGo(): void {
    for (const holds of this.#listeners.values()) {
      if (!holds) continue;
      this.#watch?.ref();
      return;
    }
    this.#watch?.unref();
  }

  #startWatch(): FdWatch {
    const watch = this.#kernel.watch(this.#fd, () => {
      for (const listener of [...this.#listeners.keys()]) listener();
    });
    if (typeof watch === 'number') {
      throw new GpiodError({
        errno: -watch,
        operation: this.#operation,
        message: `cannot wait for descriptor ${this.#fd}`,
      });
    }
    return watch;
  }
}
