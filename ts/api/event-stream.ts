import { AbortError } from './errors.js';
import type { Readiness } from './readiness.js';

/** Where a stream's events come from. */
export interface EventSource<Event> {
  readonly readiness: Readiness;
  /** All that can be read without blocking, called when there is something. Throws where it fails. */
  read(): readonly Event[];
  /** What another stream has read and left, asked for before anything else. */
  left?(): readonly Event[];
  /** Called once, when the stream has ended for whatever reason, with what it has read and leaves. */
  ended(left: readonly Event[]): void;
}

interface Waiter<Event> {
  resolve(result: IteratorResult<Event, undefined>): void;
  reject(error: unknown): void;
}

/**
 * Events as an async iterator. It reads a batch only when somebody asks for the next event and none
 * is left: until then events stay with the kernel, whose buffer is bounded. `break` and `return()`
 * end it at once. So does the release of what it reads from, after what has been read.
 */
export class EventStream<Event> implements AsyncIterableIterator<Event, undefined, undefined> {
  readonly #source: EventSource<Event>;
  #signal: AbortSignal | undefined;
  readonly #waiters: Waiter<Event>[] = [];
  #batch: readonly Event[] = [];
  #next = 0;
  #listening = false;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  /** @internal Made by LineRequest.events() and Chip.watchLineInfo(). */
  constructor(source: EventSource<Event>) {
    this.#source = source;
  }

  /** Lets `signal` end the stream, with AbortError for whoever waits or asks next. */
  endWith(signal: AbortSignal): void {
    this.#signal = signal;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort);
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    const event = this.#take();
    if (event !== undefined) return Promise.resolve(event);
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#listen();
    });
  }

  /** Ends the stream: what `break` does. */
  return(): Promise<IteratorResult<Event, undefined>> {
    this.#finish(undefined, this.#leave());
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Ends the stream from the side of its source: after the events already read it is done. */
  end(): void {
    this.#finish(undefined, []);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #take(): IteratorYieldResult<Event> | undefined {
    if (this.#next >= this.#batch.length && !this.#ended) {
      this.#batch = this.#source.left?.() ?? [];
      this.#next = 0;
    }
    if (this.#next >= this.#batch.length) return undefined;
    const value = this.#batch[this.#next++] as Event;
    return { done: false, value };
  }

  /** What has been read and nobody has asked for. */
  #leave(): readonly Event[] {
    const left = this.#batch.slice(this.#next);
    this.#batch = [];
    return left;
  }

  #listen(): void {
    if (this.#listening) {
      this.#source.readiness.hold(this.#onReady);
      return;
    }
    try {
      this.#source.readiness.add(this.#onReady);
      this.#listening = true;
    } catch (error) {
      this.#finish({ error }, []);
    }
  }

  #unlisten(): void {
    if (this.#listening) this.#source.readiness.remove(this.#onReady);
    this.#listening = false;
  }

  readonly #onReady = (): void => {
    // Nobody has come back for more since the last batch: leave the rest with the kernel.
    if (this.#waiters.length === 0) {
      this.#unlisten();
      return;
    }
    try {
      this.#batch = this.#source.read();
      this.#next = 0;
    } catch (error) {
      this.#finish({ error }, []);
      return;
    }
    this.#deliver();
    // Most consumers ask again at once, so the watch goes on, but it must not hold the process for
    // one who does not.
    if (this.#waiters.length === 0) this.#source.readiness.letGo(this.#onReady);
  };

  #deliver(): void {
    while (this.#waiters.length > 0) {
      const event = this.#take();
      if (event === undefined) return;
      this.#waiters.shift()?.resolve(event);
    }
  }

  readonly #onAbort = (): void => {
    if (this.#signal === undefined) return;
    this.#finish({ error: new AbortError(this.#signal) }, this.#leave());
  };

  /** The first who waits, or the next who asks, gets the failure; all others see the end. */
  #finish(failure: { readonly error: unknown } | undefined, left: readonly Event[]): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = failure;
    this.#unlisten();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#source.ended(left);
    for (const waiter of this.#waiters.splice(0)) {
      this.next().then(waiter.resolve, waiter.reject);
    }
  }
}
