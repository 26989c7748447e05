import { type WASI, wasi } from '@bjorn3/browser_wasi_shim';
import type { GuestMemory } from '../kernel/guest-memory.js';
import type { Clock } from './clock.js';
import { pollOneoff } from './poll-oneoff.js';

const FILESTAT_SIZE = 64;

/** The shim's functions that the corrections below build on. */
type Call = (...args: (number | bigint)[]) => number;

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}

/**
 * WASI preview 1 as a program should see it: @bjorn3/browser_wasi_shim 0.4.2 with its defects
 * corrected, each named above its correction.
 */
export function wasiImports(
  shim: WASI,
  memory: GuestMemory,
  clock: Clock,
): WebAssembly.ModuleImports {
  const original = shim.wasiImport as Record<string, Call>;
  const base = (name: string): Call => {
    const call = original[name];
    if (call === undefined) throw new Error(`the WASI shim has no ${name}`);
    return call;
  };
  // Closed descriptors leave a hole, which the shim's own type does not admit.
  const fds: (WASI['fds'][number] | undefined)[] = shim.fds;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const pathOpen = base('path_open');
  const pathReadlink = base('path_readlink');
  const fdFilestat = base('fd_filestat_get');
  const pathFilestat = base('path_filestat_get');

  const buffers = (at: number, count: number): { at: number; length: number }[] =>
    Array.from({ length: count }, (_, i) => ({
      at: memory.view.getUint32(at + i * 8, true),
      length: memory.view.getUint32(at + i * 8 + 4, true),
    }));

  const notASocket = (fd: number): number =>
    fds[fd] === undefined ? wasi.ERRNO_BADF : wasi.ERRNO_NOTSOCK;

  const zeroed = (at: number, call: () => number): number => {
    memory.bytes.fill(0, at, at + FILESTAT_SIZE);
    return call();
  };

  return {
    ...original,

    // Counted UTF-16 units, while args_get writes UTF-8: non-ASCII arguments overwrote memory.
    args_sizes_get(countAt: number, sizeAt: number): number {
      const sizes = shim.args.map((arg) => encoder.encode(arg).length + 1);
      memory.view.setUint32(countAt, sizes.length, true);
      memory.view.setUint32(sizeAt, sum(sizes), true);
      return wasi.ERRNO_SUCCESS;
    },

    // Counted monotonic time from the start of the process, which no event of the kernel does, and
    // answered zero with success for clocks that do not exist.
    clock_time_get(id: number, _precision: bigint, timeAt: number): number {
      if (id !== wasi.CLOCKID_REALTIME && id !== wasi.CLOCKID_MONOTONIC) return wasi.ERRNO_INVAL;
      const now = id === wasi.CLOCKID_REALTIME ? clock.realtimeNs() : clock.monotonicNs();
      memory.view.setBigUint64(timeAt, now, true);
      return wasi.ERRNO_SUCCESS;
    },

    // Filled one buffer after the other, and so waited for a second line of input when the first
    // had filled its buffer exactly: libc's stdio always passes two.
    fd_read(fd: number, buffersAt: number, count: number, readAt: number): number {
      const file = fds[fd];
      if (file === undefined) return wasi.ERRNO_BADF;
      const targets = buffers(buffersAt, count);
      const { ret, data } = file.fd_read(sum(targets.map(({ length }) => length)));
      if (ret !== wasi.ERRNO_SUCCESS) return ret;
      let done = 0;
      for (const { at, length } of targets) {
        const part = data.subarray(done, done + length);
        memory.bytes.set(part, at);
        done += part.length;
      }
      memory.view.setUint32(readAt, done, true);
      return wasi.ERRNO_SUCCESS;
    },

    // Wrote one buffer after the other: a line of output could be torn by another writer's.
    fd_write(fd: number, buffersAt: number, count: number, writtenAt: number): number {
      const file = fds[fd];
      if (file === undefined) return wasi.ERRNO_BADF;
      const sources = buffers(buffersAt, count);
      const data = new Uint8Array(sum(sources.map(({ length }) => length)));
      let filled = 0;
      for (const { at, length } of sources) {
        data.set(memory.bytes.subarray(at, at + length), filled);
        filled += length;
      }
      const { ret, nwritten } = file.fd_write(data);
      memory.view.setUint32(writtenAt, nwritten, true);
      return ret;
    },

    // Never used a descriptor's number again, so opening and closing files grew the table forever.
    path_open(...args: (number | bigint)[]): number {
      const ret = pathOpen(...args);
      if (ret !== wasi.ERRNO_SUCCESS) return ret;
      const free = fds.indexOf(undefined);
      if (free >= 0) {
        fds[free] = fds.pop();
        memory.view.setUint32(Number(args.at(-1)), free, true);
      }
      return ret;
    },

    // Answered ENOTSUP for what is no symbolic link. libc's realpath() goes on only after EINVAL.
    path_readlink(
      fd: number,
      pathAt: number,
      pathLen: number,
      bufferAt: number,
      bufferLen: number,
      usedAt: number,
    ): number {
      const ret = pathReadlink(fd, pathAt, pathLen, bufferAt, bufferLen, usedAt);
      if (ret !== wasi.ERRNO_NOTSUP) return ret;
      const path = decoder.decode(memory.bytes.subarray(pathAt, pathAt + pathLen));
      const found = fds[fd]?.path_filestat_get(0, path).ret ?? wasi.ERRNO_BADF;
      return found === wasi.ERRNO_SUCCESS ? wasi.ERRNO_INVAL : found;
    },

    // Wrote the three times 2, 2 and 4 bytes too low: over the size, and leaving the last unset.
    fd_filestat_get(fd: number, at: number): number {
      return zeroed(at, () => fdFilestat(fd, at));
    },
    path_filestat_get(fd: number, flags: number, path: number, length: number, at: number): number {
      return zeroed(at, () => pathFilestat(fd, flags, path, length, at));
    },

    // Took one subscription to a clock only, spun until it was due, read the flags at the wrong
    // offset (absolute times became relative) and never wrote the number of events.
    poll_oneoff(subscriptions: number, events: number, count: number, countAt: number): number {
      return pollOneoff(memory, fds, clock, subscriptions, events, count, countAt);
    },

    // Threw strings, which no caller of WebAssembly expects.
    proc_raise: (): number => wasi.ERRNO_NOSYS,
    sock_accept: notASocket,
    sock_recv: notASocket,
    sock_send: notASocket,
    sock_shutdown: notASocket,
  };
}
