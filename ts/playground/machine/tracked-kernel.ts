import { ERRNO } from '../../kernel/errno.js';
import { GPIO_V2_GET_LINE_IOCTL, gpio_v2_line_request } from '../../kernel/generated/uapi.js';
import { GuestMemory } from '../../kernel/guest-memory.js';
import type { FdWatch, HostCalls, Kernel } from '../../kernel/kernel.js';

const REQUEST_FD = gpio_v2_line_request.members.fd.offset;

/**
 * A kernel as one process sees it: what the process leaves open is closed when it ends, as an
 * operating system does, and whoever shows the machine is told of its calls.
 */
export class TrackedKernel implements Kernel {
  readonly name: string;
  readonly #kernel: Kernel;
  readonly #onCall: () => void;
  readonly #open = new Set<number>();
  readonly #watches = new Set<TrackedWatch>();
  #ended = false;

  constructor(kernel: Kernel, onCall: () => void) {
    this.name = kernel.name;
    this.#kernel = kernel;
    this.#onCall = onCall;
  }

  /** Whether a watch may still tell the process of something. */
  get waiting(): boolean {
    return [...this.#watches].some((watch) => watch.active);
  }

  attach(memory: GuestMemory): HostCalls {
    const calls = this.#kernel.attach(memory);
    const call = (result: () => number): number => {
      if (this.#ended) return -ERRNO.EBADF;
      try {
        return result();
      } finally {
        this.#onCall();
      }
    };
    const opened = (fd: number): number => {
      if (fd >= 0) this.#open.add(fd);
      return fd;
    };
    return {
      open: (path, pathLen) => call(() => opened(calls.open(path, pathLen))),
      close: (fd) =>
        call(() => {
          this.#open.delete(fd);
          return calls.close(fd);
        }),
      ioctl: (fd, request, arg, argLen) =>
        call(() => {
          const result = calls.ioctl(fd, request, arg, argLen);
          if (result >= 0 && request >>> 0 === GPIO_V2_GET_LINE_IOCTL) {
            opened(memory.view.getInt32((arg >>> 0) + REQUEST_FD, true));
          }
          return result;
        }),
      read: (fd, buf, len) => call(() => calls.read(fd, buf, len)),
      poll: (fds, count, timeoutNs) => call(() => calls.poll(fds, count, timeoutNs)),
      stat: (...args) => call(() => calls.stat(...args)),
      realpath: (...args) => call(() => calls.realpath(...args)),
    };
  }

  devices(): readonly string[] {
    return this.#kernel.devices();
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    if (this.#ended) return -ERRNO.EBADF;
    const watch = this.#kernel.watch(fd, onReady);
    if (typeof watch === 'number') return watch;
    const tracked = new TrackedWatch(watch, () => {
      this.#watches.delete(tracked);
      this.#onCall();
    });
    this.#watches.add(tracked);
    return tracked;
  }

  /** Closes what is open. From now on every call fails with EBADF. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const watch of [...this.#watches]) watch.close();
    const calls = this.#kernel.attach(new GuestMemory());
    for (const fd of this.#open) calls.close(fd);
    this.#open.clear();
    this.#onCall();
  }
}

/** A watch that knows whether somebody is waiting for it. */
class TrackedWatch implements FdWatch {
  readonly #watch: FdWatch;
  readonly #onClose: () => void;
  #running = true;
  #held = true;

  constructor(watch: FdWatch, onClose: () => void) {
    this.#watch = watch;
    this.#onClose = onClose;
  }

  get active(): boolean {
    return this.#running && this.#held;
  }

  pause(): void {
    this.#running = false;
    this.#watch.pause();
  }

  resume(): void {
    this.#running = true;
    this.#watch.resume();
  }

  ref(): void {
    this.#held = true;
    this.#watch.ref();
  }

  unref(): void {
    this.#held = false;
    this.#watch.unref();
  }

  close(): void {
    this.#running = false;
    this.#watch.close();
    this.#onClose();
  }
}
