import type { Socket } from 'node:net';
import { type FdWatch, POLLERR, POLLHUP, POLLIN, POLLPRI } from '../kernel/kernel.js';
import { connectTo } from './connection.js';
import { encode, MessageReader, Operation, Purpose } from './protocol.js';

const GONE = POLLERR | POLLHUP;

/** The watches of one program, over a second connection that is made for the first of them. */
export class RemoteWatches {
  readonly #path: string;
  readonly #token: string;
  readonly #poll: (fd: number) => number;
  readonly #watches = new Map<number, RemoteWatch>();
  readonly #unsent: Buffer[] = [];
  #socket: Socket | undefined;
  #connecting = false;
  #gone = false;

  /** @param poll - asks for the conditions of a descriptor as they are now. */
  constructor(path: string, token: string, poll: (fd: number) => number) {
    this.#path = path;
    this.#token = token;
    this.#poll = poll;
  }

  /** @param number - what the machine knows the watch by. */
  add(number: number, fd: number, onReady: (revents: number) => void): FdWatch {
    const watch = new RemoteWatch(fd, onReady, {
      arm: () => {
        if (this.#gone) setImmediate(() => watch.ready(GONE));
        else this.#send(Operation.arm, number);
      },
      poll: () => this.#poll(fd),
      refresh: () => this.#refresh(),
      end: () => {
        this.#watches.delete(number);
        this.#send(Operation.unwatch, number);
        this.#refresh();
      },
    });
    this.#watches.set(number, watch);
    this.#connect();
    watch.resume();
    return watch;
  }

  /** Ends the watch of a descriptor that is being closed. */
  closed(fd: number): void {
    for (const watch of [...this.#watches.values()]) if (watch.fd === fd) watch.close();
  }

  /** Whoever waits is told, and finds out by reading. To be called when no call can be made any more. */
  close(): void {
    this.#socket?.destroy();
    this.#lost();
  }

  #connect(): void {
    if (this.#connecting) return;
    this.#connecting = true;
    connectTo(this.#path, Purpose.watches, this.#token).then(
      ({ socket }) => this.#connected(socket),
      () => this.#lost(),
    );
  }

  #connected(socket: Socket): void {
    if (this.#gone) {
      socket.destroy();
      return;
    }
    const reader = new MessageReader();
    this.#socket = socket;
    socket.on('error', () => {});
    socket.once('close', () => this.#lost());
    socket.on('data', (chunk: Buffer) => {
      for (const { head } of reader.push(chunk)) this.#watches.get(head)?.told();
    });
    for (const message of this.#unsent.splice(0)) socket.write(message);
    this.#refresh();
    socket.resume();
  }

  #send(operation: number, watch: number): void {
    const message = encode(operation, [watch]);
    if (this.#socket === undefined) this.#unsent.push(message);
    else if (!this.#socket.destroyed) this.#socket.write(message);
  }

  /** The connection keeps the process alive while a running watch does. */
  #refresh(): void {
    // Node would keep it for later, in a list.
    if (this.#socket?.destroyed) return;
    const held = [...this.#watches.values()].some((watch) => watch.holdsProcess);
    if (held) this.#socket?.ref();
    else this.#socket?.unref();
  }

  /** The machine is gone: its descriptors are in error, which their readers find out by reading. */
  #lost(): void {
    this.#gone = true;
    for (const watch of [...this.#watches.values()]) watch.ready(GONE);
  }
}

interface Remote {
  arm(): void;
  poll(): number;
  refresh(): void;
  end(): void;
}

class RemoteWatch implements FdWatch {
  readonly fd: number;
  readonly #onReady: (revents: number) => void;
  readonly #remote: Remote;
  #running = false;
  #held = true;
  /** Told to tell; it has not yet. */
  #armed = false;
  #closed = false;

  constructor(fd: number, onReady: (revents: number) => void, remote: Remote) {
    this.fd = fd;
    this.#onReady = onReady;
    this.#remote = remote;
  }

  get holdsProcess(): boolean {
    return this.#running && this.#held;
  }

  /**
   * The machine said that it was ready. What there was may have been read meanwhile, and the next read
   * would block: whether it is ready still, is asked.
   */
  told(): void {
    this.#armed = false;
    if (!this.#running) return;
    const revents = this.#remote.poll();
    if (revents === 0) this.#arm();
    else this.ready(revents);
  }

  ready(revents: number): void {
    this.#armed = false;
    if (!this.#running) return;
    // No read can end an error: it is told once.
    if ((revents & (POLLIN | POLLPRI)) === 0) this.pause();
    try {
      this.#onReady(revents);
    } finally {
      this.#arm();
    }
  }

  #arm(): void {
    if (!this.#running || this.#armed || this.#closed) return;
    this.#armed = true;
    this.#remote.arm();
  }

  pause(): void {
    this.#running = false;
    this.#remote.refresh();
  }

  resume(): void {
    if (this.#closed) return;
    this.#running = true;
    this.#arm();
    this.#remote.refresh();
  }

  ref(): void {
    this.#held = true;
    this.#remote.refresh();
  }

  unref(): void {
    this.#held = false;
    this.#remote.refresh();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#running = false;
    this.#remote.end();
  }
}
