import { type FdWatch, POLLIN, POLLPRI } from '../kernel/kernel.js';
import type { OpenFile } from './open-file.js';

/** What Linux's watches wait for, besides errors. */
const WANTED = POLLIN | POLLPRI;
const REPORTED = 0x003f & ~0x0004;

/** Taken before a test's fake timers replace it. Browsers have none. */
const immediate: typeof setImmediate | undefined = globalThis.setImmediate;

/** Node's ports hold the process while somebody listens; a browser's know nothing of that. */
type LoopPort = MessagePort & { ref?(): void; unref?(): void };

/**
 * A watch on an open file. Readiness is told through a message channel: by the event loop, one turn
 * later, in Node and in browsers alike.
 */
export class SimWatch implements FdWatch {
  readonly #file: OpenFile;
  readonly #onReady: (revents: number) => void;
  readonly #inbox: LoopPort;
  readonly #outbox: MessagePort;
  #running = true;
  #held = true;
  #posted = false;
  #closed = false;

  constructor(file: OpenFile, onReady: (revents: number) => void) {
    const { port1, port2 } = new MessageChannel();
    this.#file = file;
    this.#onReady = onReady;
    this.#inbox = port1;
    this.#outbox = port2;
    this.#inbox.onmessage = () => this.#turn();
    file.onWake = () => this.#post();
    this.#post();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** True while its next turn of the event loop has something to tell. */
  get pending(): boolean {
    return this.#posted && this.#running;
  }

  pause(): void {
    this.#running = false;
    this.#holdProcess();
  }

  resume(): void {
    if (this.#closed) return;
    this.#running = true;
    this.#holdProcess();
    this.#post();
  }

  ref(): void {
    this.#held = true;
    this.#holdProcess();
  }

  unref(): void {
    this.#held = false;
    this.#holdProcess();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#running = false;
    this.#file.onWake = undefined;
    this.#inbox.onmessage = null;
    this.#inbox.close();
  }

  #holdProcess(): void {
    if (this.#closed) return;
    if (this.#running && this.#held) this.#inbox.ref?.();
    else this.#inbox.unref?.();
  }

  /** Asks for a turn of the event loop, where there is something to say. */
  #post(): void {
    if (!this.#running || this.#posted || this.#conditions() === 0) return;
    this.#posted = true;
    const post = (): void => this.#outbox.postMessage(null);
    // Node goes on with the messages of a port while new ones come, a thousand times before anything else.
    if (immediate === undefined) post();
    else immediate(post);
  }

  #conditions(): number {
    return this.#file.poll() & REPORTED;
  }

  #turn(): void {
    this.#posted = false;
    const conditions = this.#conditions();
    if (!this.#running || conditions === 0) return;
    // No read can end an error: it is told once.
    if ((conditions & WANTED) === 0) this.pause();
    try {
      this.#onReady(conditions);
    } finally {
      this.#post();
    }
  }
}
