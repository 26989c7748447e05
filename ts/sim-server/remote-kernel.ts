import { ERRNO } from '../kernel/errno.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import {
  type FdWatch,
  type HostCalls,
  type Kernel,
  PATH_MAX,
  POLLERR,
  POLLFD_SIZE,
  POLLHUP,
  POLLIN,
  POLLPRI,
  STAT_SIZE,
} from '../kernel/kernel.js';
import { BlockingSocket, ConnectionLost } from './blocking-socket.js';
import { connectTo } from './connection.js';
import { LONGEST_MESSAGE, type Message, Operation, Purpose } from './protocol.js';
import { RemoteWatches } from './remote-watches.js';
import { servedHere } from './served-here.js';

/** What is left of a message beside its header and its numbers. */
const LONGEST_BODY = LONGEST_MESSAGE - 64;

/** A simulated machine that another process shares (`libgpiod-wasm sim serve`), as a kernel. */
export interface RemoteKernel extends Kernel, Disposable {
  /** Whether the machine has gone away: all calls are -EIO since. */
  readonly lost: boolean;
  /** Leaves the machine, which closes all that this program has open there: who waits for it gets EIO. */
  close(): void;
}

/**
 * Connects to the machine that is shared at `path`.
 *
 * @example
 * const gpiod = await load({ kernel: await connectSim('/tmp/panel.sock') });
 * @throws Error where nobody shares one there, or one of another version, or this thread does, whose
 * calls would wait for itself.
 */
export async function connectSim(path: string): Promise<RemoteKernel> {
  const { socket, body } = await connectTo(path, Purpose.calls);
  const token = body.toString();
  if (servedHere.has(token)) {
    socket.destroy();
    throw new Error(`${path}: this thread shares that machine itself; take the kernel of its Sim`);
  }
  return new ConnectedKernel(new BlockingSocket(socket), path, token);
}

class ConnectedKernel implements RemoteKernel {
  readonly name = 'remote sim';
  readonly #socket: BlockingSocket;
  readonly #watches: RemoteWatches;
  lost = false;

  constructor(socket: BlockingSocket, path: string, token: string) {
    this.#socket = socket;
    this.#watches = new RemoteWatches(path, token, (fd) => this.#readiness(fd));
  }

  attach(memory: GuestMemory): HostCalls {
    return remoteCalls(memory, {
      request: (...args) => this.#request(...args),
      closing: (fd) => this.#watches.closed(fd),
    });
  }

  devices(): readonly string[] {
    const { head, body } = this.#request(Operation.devices, []);
    return head < 0 || body.length === 0 ? [] : body.toString().split('\0');
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    const { head } = this.#request(Operation.watch, [fd]);
    return head < 0 ? head : this.#watches.add(head, fd, onReady);
  }

  close(): void {
    this.#socket.close();
    this.#watches.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** What poll() says now. */
  #readiness(fd: number): number {
    const pollfd = Buffer.alloc(POLLFD_SIZE);
    pollfd.writeInt32LE(fd);
    pollfd.writeInt16LE(POLLIN | POLLPRI, 4);
    const { head, body } = this.#request(Operation.poll, [0, 0], pollfd);
    return head < 0 ? POLLERR | POLLHUP : body.readInt16LE(6);
  }

  #request(operation: number, numbers: readonly number[], bytes?: Uint8Array): Message {
    try {
      return this.#socket.request(operation, numbers, bytes);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      this.lost = true;
      return { head: -ERRNO.EIO, body: Buffer.alloc(0) };
    }
  }
}

interface Caller {
  request(operation: number, numbers: readonly number[], bytes?: Uint8Array): Message;
  /** Before a descriptor is closed. */
  closing(fd: number): void;
}

function remoteCalls(memory: GuestMemory, { request, closing }: Caller): HostCalls {
  /** Sends what lies in the guest's memory. */
  const send = (
    operation: number,
    numbers: readonly number[],
    at: number,
    length: number,
  ): Message => request(operation, numbers, memory.bytes.subarray(at, at + length));

  /** The guest's bytes in place of the body's; the result, or -errno. */
  const receive = ({ head, body }: Message, at: number, limit: number): number => {
    if (head >= 0) memory.bytes.set(body.subarray(0, limit), at);
    return head;
  };

  const outside = (at: number, length: number): boolean => !memory.contains(at, length);

  return {
    open(path, pathLen) {
      if (outside(path >>> 0, pathLen >>> 0)) return -ERRNO.EFAULT;
      if (pathLen >>> 0 >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
      return send(Operation.open, [], path >>> 0, pathLen).head;
    },

    close(fd) {
      closing(fd);
      return request(Operation.close, [fd]).head;
    },

    ioctl(fd, code, arg, argLen) {
      if (((code >>> 16) & 0x3fff) !== argLen) return -ERRNO.EINVAL;
      if (outside(arg >>> 0, argLen)) return -ERRNO.EFAULT;
      return receive(send(Operation.ioctl, [fd, code], arg >>> 0, argLen), arg >>> 0, argLen);
    },

    read(fd, buf, len) {
      if (outside(buf >>> 0, len >>> 0)) return -ERRNO.EFAULT;
      return receive(request(Operation.read, [fd, len]), buf >>> 0, len >>> 0);
    },

    poll(fds, count, timeoutNs) {
      const length = (count >>> 0) * POLLFD_SIZE;
      if (outside(fds >>> 0, length)) return -ERRNO.EFAULT;
      if (length > LONGEST_BODY) return -ERRNO.EINVAL;
      const numbers = [Number(timeoutNs & 0xffff_ffffn), Number(timeoutNs >> 32n)];
      return receive(send(Operation.poll, numbers, fds >>> 0, length), fds >>> 0, length);
    },

    stat(path, pathLen, follow, out, outLen) {
      if (outside(path >>> 0, pathLen >>> 0) || outside(out >>> 0, outLen >>> 0)) {
        return -ERRNO.EFAULT;
      }
      if (pathLen >>> 0 >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
      if (outLen >>> 0 < STAT_SIZE) return -ERRNO.EINVAL;
      return receive(send(Operation.stat, [follow], path >>> 0, pathLen), out >>> 0, outLen >>> 0);
    },

    realpath(path, pathLen, out, outLen) {
      if (outside(path >>> 0, pathLen >>> 0) || outside(out >>> 0, outLen >>> 0)) {
        return -ERRNO.EFAULT;
      }
      if (pathLen >>> 0 >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
      const answer = send(Operation.realpath, [], path >>> 0, pathLen);
      if (answer.head > outLen >>> 0) return -ERRNO.ENAMETOOLONG;
      return receive(answer, out >>> 0, outLen >>> 0);
    },
  };
}
