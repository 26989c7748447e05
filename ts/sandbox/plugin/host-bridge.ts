import { GuestMemory } from '../../kernel/guest-memory.js';
import type { FdWatch, HostCalls, Kernel } from '../../kernel/kernel.js';
import { POLLFD_SIZE, POLLIN, STAT_SIZE } from '../../kernel/kernel.js';
import { CALL, type Channel, DATA_SIZE, STATE, WORD } from './channel.js';

const POLLFDS = 0;
/** Where results go that must not overwrite a path, which an audit shows. */
const OUT = 8192;
/** How soon to look again at a descriptor that has what its plugin does not wait for. */
const LOOK_AGAIN_MS = 10;
/** The worker refuses more by itself. */
const MAX_POLLED = 1024;
const NS_PER_MS = 1_000_000n;
const MAX_TIMEOUT_MS = 0x7fff_ffff;

/** What a plugin writes, beside its calls to the kernel. */
export type Write = (bytes: Uint8Array) => void;

/**
 * The host's end of a plugin's channel: makes the plugin's calls to `kernel`, none of which may block
 * this thread. What would wait is answered later, from the event loop.
 */
export class HostBridge {
  readonly #channel: Channel;
  readonly #kernel: Kernel;
  readonly #write: (fd: number, bytes: Uint8Array) => void;
  readonly #memory = new GuestMemory();
  readonly #calls: HostCalls;
  readonly #bytes: Uint8Array;
  /** Ends the wait that is going on. */
  #endWait: (() => void) | undefined;
  /** Resolves when the plugin waits for nothing: until then it computes nothing either. */
  waited: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(channel: Channel, kernel: Kernel, write: (fd: number, bytes: Uint8Array) => void) {
    this.#channel = channel;
    this.#kernel = kernel;
    this.#write = write;
    this.#memory.use({ buffer: new ArrayBuffer(DATA_SIZE) });
    this.#bytes = this.#memory.bytes;
    this.#calls = kernel.attach(this.#memory);
  }

  /** Makes the call that is in the channel. */
  serve(): void {
    const { words } = this.#channel;
    if (this.#closed || Atomics.load(words, WORD.state) !== STATE.asked) return;
    const [a = 0, b = 0, c = 0] = words.subarray(WORD.args);
    const calls = this.#calls;
    switch (words[WORD.call]) {
      case CALL.open:
        this.#receive(a);
        this.#answer(calls.open(0, a));
        break;
      case CALL.close:
        this.#answer(calls.close(a));
        break;
      case CALL.ioctl:
        this.#receive(c);
        this.#answer(calls.ioctl(a, b, 0, c), c);
        break;
      case CALL.read:
        this.#read(a, b);
        break;
      case CALL.poll:
        this.#receive(a * POLLFD_SIZE);
        this.#poll(Math.min(a >>> 0, MAX_POLLED), (BigInt(c) << 32n) | BigInt(b >>> 0));
        break;
      case CALL.stat:
        this.#receive(a);
        this.#answer(calls.stat(0, a, b, OUT, STAT_SIZE), STAT_SIZE, OUT);
        break;
      case CALL.realpath:
        this.#receive(a);
        this.#answer(calls.realpath(0, a, OUT, b), b, OUT);
        break;
      case CALL.write:
        this.#receive(b);
        this.#write(a, this.#bytes.slice(0, b));
        this.#answer(0);
    }
  }

  /** Answers nothing any more: the plugin is being stopped. */
  close(): void {
    this.#closed = true;
    this.#endWait?.();
  }

  #receive(size: number): void {
    this.#bytes.set(this.#channel.data.subarray(0, size));
  }

  #answer(result: number, size = 0, from = 0): void {
    if (this.#closed) return;
    const { words, data } = this.#channel;
    if (size > 0) data.set(this.#bytes.subarray(from, from + size));
    words[WORD.result] = result;
    Atomics.store(words, WORD.state, STATE.answered);
    Atomics.notify(words, WORD.state);
  }

  #read(fd: number, length: number): void {
    const ready = (): boolean => {
      this.#memory.view.setInt32(POLLFDS, fd, true);
      this.#memory.view.setInt32(POLLFDS + 4, POLLIN, true);
      return this.#calls.poll(POLLFDS, 1, 0n) !== 0;
    };
    this.#waitFor([fd], -1n, ready, () => {
      this.#answer(this.#calls.read(fd, 0, length), length);
    });
  }

  #poll(count: number, timeoutNs: bigint): void {
    const { view } = this.#memory;
    const fds = Array.from({ length: count }, (_, i) => view.getInt32(i * POLLFD_SIZE, true));
    let result = 0;
    const ready = (): boolean => {
      result = this.#calls.poll(POLLFDS, count, 0n);
      return result !== 0;
    };
    this.#waitFor(fds, timeoutNs, ready, () => {
      this.#answer(result, count * POLLFD_SIZE);
    });
  }

  /** Calls `done` as soon as `ready` says so, or the time is over. */
  #waitFor(
    fds: readonly number[],
    timeoutNs: bigint,
    ready: () => boolean,
    done: () => void,
  ): void {
    if (ready() || timeoutNs === 0n) {
      done();
      return;
    }
    const watches: FdWatch[] = [];
    let timer: NodeJS.Timeout | undefined;
    let again: NodeJS.Timeout | undefined;
    let ended = (): void => {};
    this.waited = new Promise((resolve) => {
      ended = resolve;
    });
    const end = (): void => {
      this.#endWait = undefined;
      ended();
      clearTimeout(timer);
      clearTimeout(again);
      for (const watch of watches) watch.close();
    };
    const look = (): void => {
      if (this.#endWait !== end) return;
      if (ready()) {
        end();
        done();
        return;
      }
      // Watches tell of all that can be read: one that polls for something else would keep the loop busy.
      for (const watch of watches) watch.pause();
      again ??= setTimeout(() => {
        again = undefined;
        for (const watch of watches) watch.resume();
      }, LOOK_AGAIN_MS);
    };
    this.#endWait = end;
    for (const fd of new Set(fds)) {
      if (fd < 0) continue;
      const watch = this.#kernel.watch(fd, look);
      if (typeof watch === 'number') {
        end();
        this.#answer(watch);
        return;
      }
      watches.push(watch);
    }
    if (timeoutNs < 0n) return;
    const ms = Number((timeoutNs + NS_PER_MS - 1n) / NS_PER_MS);
    timer = setTimeout(
      () => {
        ready();
        end();
        done();
      },
      Math.min(ms, MAX_TIMEOUT_MS),
    );
  }
}
