import type { Socket } from 'node:net';
import { type FdWatch, POLLERR, POLLHUP, POLLIN, POLLPRI } from '../kernel/kernel.js';
import { connectTo } from './connection.js';
import { encode, MessageReader, Operation, Purpose } from './protocol.js';

const GONE = POLLERR | POLLHUP;

/** The watches of one program, over a second connection that is made for the first of them. */
export class RemoteWatches {
  readonly #path: string;
  readonly #token: string;
  readonly #watches = new Map<number, RemoteWatch>();
  readonly #unsent: Buffer[] = [];
  #socket: Socket | undefined;
  #connecting = false;

  constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
  }

  add(fd: number, onReady: (revents: number) => void): FdWatch {
    const watch = new RemoteWatch(onReady, {
      arm: () => this.#send(Operation.arm, fd),
      refresh: () => this.#refresh(),
      end: () => {
        this.#watches.delete(fd);
        this.#send(Operation.unwatch, fd);
        this.#refresh();
      },
    });
    this.#watches.set(fd, watch);
    this.#connect();
    watch.resume();
    return watch;
  }

  /** Ends the watch of a descriptor that is being closed. */
  closed(fd: number): void {
    this.#watches.get(fd)?.close();
  }

  close(): void {
    for (const watch of [...this.#watches.values()]) watch.close();
    this.#socket?.destroy();
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
    const reader = new MessageReader();
    this.#socket = socket;
    socket.on('error', () => {});
    socket.once('close', () => this.#lost());
    socket.on('data', (chunk: Buffer) => {
      for (const { head, body } of reader.push(chunk)) {
        this.#watches.get(head)?.ready(body.readInt32LE(0));
      }
    });
    for (const message of this.#unsent.splice(0)) socket.write(message);
    this.#refresh();
    socket.resume();
  }

  #send(operation: number, fd: number): void {
    const message = encode(operation, [fd]);
    if (this.#socket === undefined) this.#unsent.push(message);
    else if (!this.#socket.destroyed) this.#socket.write(message);
  }

  /** The connection keeps the process alive while a running watch does. */
  #refresh(): void {
    const held = [...this.#watches.values()].some((watch) => watch.holdsProcess);
    if (held) this.#socket?.ref();
    else this.#socket?.unref();
  }

  /** The machine is gone: its descriptors are in error, which their readers find out by reading. */
  #lost(): void {
    for (const watch of [...this.#watches.values()]) watch.ready(GONE);
  }
}

interface Remote {
  arm(): void;
  refresh(): void;
  end(): void;
}

class RemoteWatch implements FdWatch {
  readonly #onReady: (revents: number) => void;
  readonly #remote: Remote;
  #running = false;
  #held = true;
  /** Told to tell; it has not yet. */
  #armed = false;
  #closed = false;

  constructor(onReady: (revents: number) => void, remote: Remote) {
    this.#onReady = onReady;
    this.#remote = remote;
  }

  get holdsProcess(): boolean {
    return this.#running && this.#held;
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
