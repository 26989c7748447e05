import { ERRNO } from '../../kernel/errno.js';
import type { GuestMemory } from '../../kernel/guest-memory.js';
import { type HostCalls, PATH_MAX, POLLFD_SIZE, STAT_SIZE } from '../../kernel/kernel.js';
import { CALL, type Channel, DATA_SIZE, STATE, WORD } from './channel.js';

const MAX_POLLED = 1024;
const MAX_INT64 = 2n ** 63n - 1n;

/** The worker's end of the channel. */
export class HostChannel {
  readonly #channel: Channel;
  readonly #wake: () => void;

  constructor(channel: Channel, wake: () => void) {
    this.#channel = channel;
    this.#wake = wake;
  }

  get data(): Uint8Array {
    return this.#channel.data;
  }

  /** Makes one call and sleeps until it is answered. */
  call(number: number, ...args: readonly number[]): number {
    const { words } = this.#channel;
    words[WORD.call] = number;
    words.set(args, WORD.args);
    Atomics.store(words, WORD.state, STATE.asked);
    this.#wake();
    while (Atomics.load(words, WORD.state) === STATE.asked) {
      Atomics.wait(words, WORD.state, STATE.asked);
    }
    return words[WORD.result] ?? 0;
  }
}

/** The seven calls of a plugin, made by its host. Only bytes inside of its memory travel. */
export function workerCalls(host: HostChannel, memory: GuestMemory): HostCalls {
  const { data } = host;

  /** Copies a path to the host's side. Returns 0 or a negated errno. */
  const sendPath = (pointer: number, length: number): number => {
    const at = pointer >>> 0;
    const size = length >>> 0;
    if (!memory.contains(at, size)) return -ERRNO.EFAULT;
    if (size >= PATH_MAX) return -ERRNO.ENAMETOOLONG;
    data.set(memory.bytes.subarray(at, at + size));
    return 0;
  };

  const send = (at: number, size: number): void => {
    data.set(memory.bytes.subarray(at, at + size));
  };

  const receive = (at: number, size: number): void => {
    memory.bytes.set(data.subarray(0, size), at);
  };

  return {
    open(path, pathLen) {
      const error = sendPath(path, pathLen);
      return error === 0 ? host.call(CALL.open, pathLen) : error;
    },

    close(fd) {
      return host.call(CALL.close, fd);
    },

    ioctl(fd, request, arg, argLen) {
      const at = arg >>> 0;
      const size = argLen >>> 0;
      if (size !== ((request >>> 16) & 0x3fff)) return -ERRNO.EINVAL;
      if (!memory.contains(at, size)) return -ERRNO.EFAULT;
      send(at, size);
      const result = host.call(CALL.ioctl, fd, request, size);
      if (result >= 0) receive(at, size);
      return result;
    },

    read(fd, buf, len) {
      const at = buf >>> 0;
      const size = len >>> 0;
      if (!memory.contains(at, size)) return -ERRNO.EFAULT;
      const result = host.call(CALL.read, fd, Math.min(size, DATA_SIZE));
      if (result > 0) receive(at, result);
      return result;
    },

    poll(fds, count, timeoutNs) {
      const at = fds >>> 0;
      const number = count >>> 0;
      if (!memory.contains(at, number * POLLFD_SIZE)) return -ERRNO.EFAULT;
      if (number > MAX_POLLED) return -ERRNO.EINVAL;
      send(at, number * POLLFD_SIZE);
      const ns = timeoutNs > MAX_INT64 ? MAX_INT64 : timeoutNs;
      const words = [Number(ns & 0xffff_ffffn) | 0, Number(ns >> 32n)];
      const result = host.call(CALL.poll, number, ...words);
      if (result >= 0) receive(at, number * POLLFD_SIZE);
      return result;
    },

    stat(path, pathLen, follow, out, outLen) {
      const at = out >>> 0;
      if (!memory.contains(at, outLen >>> 0)) return -ERRNO.EFAULT;
      if (outLen >>> 0 < STAT_SIZE) return -ERRNO.EINVAL;
      const error = sendPath(path, pathLen);
      if (error !== 0) return error;
      const result = host.call(CALL.stat, pathLen, follow);
      if (result >= 0) receive(at, STAT_SIZE);
      return result;
    },

    realpath(path, pathLen, out, outLen) {
      const at = out >>> 0;
      if (!memory.contains(at, outLen >>> 0)) return -ERRNO.EFAULT;
      const error = sendPath(path, pathLen);
      if (error !== 0) return error;
      const result = host.call(CALL.realpath, pathLen, Math.min(outLen >>> 0, PATH_MAX));
      if (result > 0) receive(at, result);
      return result;
    },
  };
}
