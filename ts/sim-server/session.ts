import { randomBytes } from 'node:crypto';
import { ERRNO } from '../kernel/errno.js';
import { GPIO_V2_GET_LINE_IOCTL, gpio_v2_line_request } from '../kernel/generated/uapi.js';
import { GuestMemory } from '../kernel/guest-memory.js';
import { type HostCalls, type Kernel, PATH_MAX, POLLFD_SIZE, STAT_SIZE } from '../kernel/kernel.js';
import { FdReadiness } from './fd-readiness.js';
import { LONGEST_MESSAGE, LONGEST_READ, Operation } from './protocol.js';

/** What a call has come to: its result, and what it has written into the caller's memory. */
export interface Answer {
  readonly result: number;
  readonly bytes?: Uint8Array;
}

const NS_PER_MS = 1_000_000n;
const LONGEST_DELAY_MS = 0x7fff_ffff;
const IOC_READ = 2;
/** Where calls write what does not replace what they were given. */
const OUTPUT_AT = LONGEST_MESSAGE;

function failed(errno: number): Answer {
  return { result: -errno };
}

/**
 * One program on the shared machine: the descriptors that it has open, and its calls on a memory of the
 * server's. What blocks one program does not block the others. When the program goes away, by whatever
 * means, all it had open is closed.
 */
export class Session {
  readonly token = randomBytes(16).toString('hex');
  readonly #kernel: Kernel;
  readonly #calls: HostCalls;
  readonly #memory = new GuestMemory();
  /** Its open descriptors, and who waits for them. */
  readonly #open = new Map<number, FdReadiness | undefined>();
  /** What its watches are of, by their numbers. */
  readonly #watches = new Map<number, FdReadiness>();
  #lastWatch = 0;
  /** Ends the wait of the call that is blocked. */
  #interrupt: (() => void) | undefined;
  #closed = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#memory.use({ buffer: new ArrayBuffer(2 * LONGEST_MESSAGE) });
    this.#calls = kernel.attach(this.#memory);
  }

  /** Answers one request; a call that blocks answers later, or never where the session ends first. */
  call(operation: number, body: Buffer): Answer | Promise<Answer> {
    const number = (index: number): number => body.readInt32LE(4 * index);
    const rest = (index: number): Buffer => body.subarray(4 * index);
    switch (operation) {
      case Operation.open:
        return this.#opened(this.#calls.open(0, this.#path(body)));
      case Operation.close:
        return { result: this.#close(number(0)) };
      case Operation.ioctl:
        return this.#ioctl(number(0), number(1), rest(2));
      case Operation.read:
        return this.#read(number(0), Math.min(number(1) >>> 0, LONGEST_READ));
      case Operation.poll:
        return this.#poll(rest(2), body.readBigInt64LE(0));
      case Operation.stat:
        return this.#stat(number(0), rest(1));
      case Operation.realpath:
        return this.#realpath(body);
      case Operation.devices:
        return { result: 0, bytes: Buffer.from(this.#kernel.devices().join('\0')) };
      case Operation.watch:
        return this.#watch(number(0));
      default:
        return failed(ERRNO.ENOSYS);
    }
  }

  /** Tells once when a watched descriptor is ready. Does nothing for a watch that has ended. */
  arm(watch: number, notify: (revents: number) => void): void {
    this.#watches.get(watch)?.arm(notify);
  }

  unwatch(watch: number): void {
    this.#watches.get(watch)?.disarm();
    this.#watches.delete(watch);
  }

  close(): void {
    this.#closed = true;
    this.#interrupt?.();
    for (const fd of [...this.#open.keys()]) this.#close(fd);
  }

  #put(bytes: Uint8Array): number {
    this.#memory.bytes.set(bytes);
    return bytes.length;
  }

  #path(path: Uint8Array): number {
    return this.#put(path.subarray(0, PATH_MAX));
  }

  #output(length: number, at = OUTPUT_AT): Uint8Array {
    return this.#memory.bytes.subarray(at, at + length);
  }

  #opened(fd: number): Answer {
    if (fd >= 0) this.#open.set(fd, undefined);
    return { result: fd };
  }

  #close(fd: number): number {
    if (!this.#open.has(fd)) return -ERRNO.EBADF;
    const readiness = this.#open.get(fd);
    for (const [watch, of] of this.#watches) if (of === readiness) this.#watches.delete(watch);
    readiness?.close();
    this.#open.delete(fd);
    return this.#calls.close(fd);
  }

  #ioctl(fd: number, request: number, argument: Uint8Array): Answer {
    if (!this.#open.has(fd)) return failed(ERRNO.EBADF);
    const length = this.#put(argument);
    const result = this.#calls.ioctl(fd, request, 0, length);
    if (result < 0) return { result };
    if (request >>> 0 === GPIO_V2_GET_LINE_IOCTL) {
      this.#opened(this.#memory.view.getInt32(gpio_v2_line_request.members.fd.offset, true));
    }
    return ((request >>> 30) & IOC_READ) === 0
      ? { result }
      : { result, bytes: this.#output(length, 0) };
  }

  #read(fd: number, length: number): Answer | Promise<Answer> {
    if (!this.#open.has(fd)) return failed(ERRNO.EBADF);
    const read = (): Answer => {
      if (!this.#open.has(fd)) return failed(ERRNO.EBADF);
      const result = this.#calls.read(fd, OUTPUT_AT, length);
      return result > 0 ? { result, bytes: this.#output(result) } : { result };
    };
    const pollfd = Buffer.alloc(POLLFD_SIZE);
    pollfd.writeInt32LE(fd);
    pollfd.writeInt16LE(1, 4);
    const ready = this.#poll(pollfd, -1n);
    return ready instanceof Promise ? ready.then(read) : read();
  }

  #poll(pollfds: Buffer, timeoutNs: bigint): Answer | Promise<Answer> {
    const now = this.#pollNow(pollfds);
    if (now.result !== 0 || timeoutNs === 0n) return now;
    const untilNs = timeoutNs < 0n ? undefined : process.hrtime.bigint() + timeoutNs;
    return this.#pollUntil(pollfds, untilNs);
  }

  /** Other programs' descriptors are none of this one's: they are polled as what is not open. */
  #pollNow(pollfds: Buffer): Answer {
    const length = this.#put(pollfds);
    const { view } = this.#memory;
    for (let at = 0; at < length; at += POLLFD_SIZE) {
      const fd = view.getInt32(at, true);
      if (fd >= 0 && !this.#open.has(fd)) view.setInt32(at, 0x7fff_ffff, true);
    }
    const result = this.#calls.poll(0, length / POLLFD_SIZE, 0n);
    for (let at = 0; at < length; at += POLLFD_SIZE) {
      view.setInt32(at, pollfds.readInt32LE(at), true);
    }
    return { result, bytes: this.#output(length, 0) };
  }

  async #pollUntil(pollfds: Buffer, untilNs: bigint | undefined): Promise<Answer> {
    for (;;) {
      await this.#anyReady(pollfds, untilNs);
      const now = this.#pollNow(pollfds);
      const over = untilNs !== undefined && process.hrtime.bigint() >= untilNs;
      if (now.result !== 0 || over || this.#closed) return now;
    }
  }

  #anyReady(pollfds: Buffer, untilNs: bigint | undefined): Promise<void> {
    return new Promise((resolve) => {
      const ends: (() => void)[] = [];
      const woken = (): void => {
        this.#interrupt = undefined;
        for (const end of ends) end();
        resolve();
      };
      this.#interrupt = woken;
      if (untilNs !== undefined) {
        const leftMs = Number((untilNs - process.hrtime.bigint()) / NS_PER_MS) + 1;
        const timer = setTimeout(woken, Math.min(leftMs, LONGEST_DELAY_MS));
        ends.push(() => clearTimeout(timer));
      }
      for (let at = 0; at < pollfds.length; at += POLLFD_SIZE) {
        const readiness = this.#readiness(pollfds.readInt32LE(at));
        if (typeof readiness !== 'number') ends.push(readiness.wait(woken));
      }
    });
  }

  #readiness(fd: number): FdReadiness | number {
    if (!this.#open.has(fd)) return -ERRNO.EBADF;
    const known = this.#open.get(fd);
    if (known !== undefined) return known;
    const readiness = FdReadiness.of(this.#kernel, fd);
    if (typeof readiness !== 'number') this.#open.set(fd, readiness);
    return readiness;
  }

  #watch(fd: number): Answer {
    const readiness = this.#readiness(fd);
    if (typeof readiness === 'number') return { result: readiness };
    if (readiness.watched) return failed(ERRNO.EBUSY);
    readiness.watched = true;
    this.#watches.set(++this.#lastWatch, readiness);
    return { result: this.#lastWatch };
  }

  #stat(follow: number, path: Buffer): Answer {
    const result = this.#calls.stat(0, this.#path(path), follow, OUTPUT_AT, STAT_SIZE);
    return result < 0 ? { result } : { result, bytes: this.#output(STAT_SIZE) };
  }

  #realpath(path: Buffer): Answer {
    const result = this.#calls.realpath(0, this.#path(path), OUTPUT_AT, PATH_MAX);
    return result < 0 ? { result } : { result, bytes: this.#output(result) };
  }
}
