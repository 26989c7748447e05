import { readSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { decode, encode, LONGEST_MESSAGE, type Message } from './protocol.js';

/** What libuv's handle of a stream can do, which Node shows nowhere else. */
interface StreamHandle {
  readonly fd?: number;
  setBlocking?(on: boolean): number;
  readStop?(): number;
}

/** The other side is gone. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/**
 * Requests over a connected socket that block the thread until they are answered, for programs in
 * WebAssembly, whose system calls cannot wait otherwise. Node has no such sockets: this one reads and
 * writes the descriptor of a stream that it never reads as one.
 */
export class BlockingSocket {
  readonly #socket: Socket;
  readonly #fd: number;
  readonly #received = Buffer.alloc(LONGEST_MESSAGE);

  /** @throws Error on runtimes without blocking streams. */
  constructor(socket: Socket) {
    const { _handle: handle } = socket as Socket & { _handle?: StreamHandle };
    const fd = handle?.fd ?? -1;
    handle?.readStop?.();
    if (fd < 0 || handle?.setBlocking?.(true) !== 0) {
      socket.destroy();
      throw new Error(
        'this runtime has no blocking sockets: Node 20 or newer on Linux or macOS has',
      );
    }
    this.#socket = socket;
    this.#fd = fd;
    socket.on('error', () => {});
    socket.unref();
  }

  /**
   * The answer's body is valid until the next request.
   *
   * @throws ConnectionLost
   */
  request(operation: number, numbers: readonly number[], bytes?: Uint8Array): Message {
    if (this.#socket.destroyed) throw new ConnectionLost();
    try {
      return this.#exchange(operation, numbers, bytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #exchange(operation: number, numbers: readonly number[], bytes?: Uint8Array): Message {
    const request = encode(operation, numbers, bytes);
    for (let done = 0; done < request.length; ) {
      done += retried(() => writeSync(this.#fd, request, done));
    }
    for (let length = 0; ; ) {
      const complete = decode(this.#received.subarray(0, length));
      if (complete !== undefined) return complete.message;
      const more = retried(() =>
        readSync(this.#fd, this.#received, length, LONGEST_MESSAGE - length, null),
      );
      if (more === 0) throw new ConnectionLost();
      length += more;
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** A signal ends a call that blocks, even one that Node handles later. */
function retried(call: () => number): number {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EINTR') {
        throw new ConnectionLost('', { cause: error });
      }
    }
  }
}
