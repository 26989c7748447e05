import type { MachineChoice, MachineMessage, PageMessage } from '../protocol.js';

/** The worker counts as stuck when it has not answered for so long. */
const PATIENCE_MS = 2000;
const ASK_EVERY_MS = 1000;

export interface MachineClientOptions {
  onMessage(message: MachineMessage): void;
  /** The worker has not answered for a while, or does so again. */
  onStuck(stuck: boolean): void;
  /** The worker could not be started, or broke. */
  onBroken(message: string): void;
}

/** The page's end of the machine's worker, which can be ended and started anew at any time. */
export class MachineClient {
  readonly #options: MachineClientOptions;
  #worker: Worker | undefined;
  #askedAt: number | undefined;
  #stuck = false;

  constructor(options: MachineClientOptions) {
    this.#options = options;
    setInterval(() => this.#ask(), ASK_EVERY_MS);
  }

  /** Starts a machine in a new worker, ending the one before. */
  start(choice: MachineChoice): void {
    this.#worker?.terminate();
    this.#askedAt = undefined;
    this.#setStuck(false);
    const worker = new Worker(new URL('machine.js', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<MachineMessage>) => {
      if (data.type !== 'pong') this.#options.onMessage(data);
      else {
        this.#askedAt = undefined;
        this.#setStuck(false);
      }
    });
    worker.addEventListener('error', (event) => {
      this.#options.onBroken(event.message || 'machine.js could not be loaded');
    });
    this.#worker = worker;
    this.send({ type: 'boot', choice });
  }

  send(message: PageMessage): void {
    this.#worker?.postMessage(message);
  }

  #ask(): void {
    if (this.#askedAt === undefined) {
      this.#askedAt = performance.now();
      this.send({ type: 'ping' });
    } else if (performance.now() - this.#askedAt > PATIENCE_MS) this.#setStuck(true);
  }

  #setStuck(stuck: boolean): void {
    if (stuck === this.#stuck) return;
    this.#stuck = stuck;
    this.#options.onStuck(stuck);
  }
}
