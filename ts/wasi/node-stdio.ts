import { fstatSync, readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Clock } from './clock.js';
import type { Input, Output } from './stdio.js';
import type { WaitReadable } from './wait-readable.js';

const require = createRequire(import.meta.url);

/** Linux's numbers of /dev/null and its kind, and of the terminals of windows and ssh. */
const MEMORY_DEVICE = 1;
const FIRST_PTY = 136;
const LAST_PTY = 143;

/** Loads node:tty, which takes milliseconds, only for what it cannot tell otherwise: consoles. */
function isTerminal(fd: number): boolean {
  const stat = fstatSync(fd);
  if (!stat.isCharacterDevice()) return false;
  if (process.platform === 'linux') {
    const major = (stat.rdev >> 8) & 0xfff;
    if (major === MEMORY_DEVICE) return false;
    if (major >= FIRST_PTY && major <= LAST_PTY) return true;
  }
  const tty = require('node:tty') as typeof import('node:tty');
  return tty.isatty(fd);
}

const FIRST_RETRY_NS = 1_000_000n;
const LAST_RETRY_NS = 16_000_000n;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** WASI's number of a failed read or write. */
function errnoOf(error: unknown): number {
  switch (codeOf(error)) {
    case 'EBADF':
      return wasi.ERRNO_BADF;
    case 'EFBIG':
      return wasi.ERRNO_FBIG;
    case 'EINVAL':
      return wasi.ERRNO_INVAL;
    case 'EISDIR':
      return wasi.ERRNO_ISDIR;
    case 'ENOSPC':
      return wasi.ERRNO_NOSPC;
    case 'EPIPE':
      return wasi.ERRNO_PIPE;
    case undefined:
      throw error;
    default:
      return wasi.ERRNO_IO;
  }
}

/**
 * Repeats a call that a non-blocking descriptor refuses with EAGAIN: whoever shares a pipe or a
 * terminal with this process may have made it so.
 */
function blocking<T>(clock: Clock, call: () => T): T {
  for (let pause = FIRST_RETRY_NS; ; pause = pause < LAST_RETRY_NS ? pause * 2n : pause) {
    try {
      return call();
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EAGAIN') clock.sleep(pause);
      else if (code !== 'EINTR') throw error;
    }
  }
}

/** A descriptor of this process as a program's standard input. */
export class NodeInput implements Input {
  readonly isTerminal: boolean;
  readonly #fd: number;
  readonly #clock: Clock;
  readonly #wait: WaitReadable;

  constructor(fd: number, clock: Clock, wait: WaitReadable) {
    this.#fd = fd;
    this.#clock = clock;
    this.#wait = wait;
    this.isTerminal = isTerminal(fd);
  }

  read(maxBytes: number): Uint8Array | number {
    const buffer = new Uint8Array(maxBytes);
    try {
      return buffer.subarray(
        0,
        blocking(this.#clock, () => readSync(this.#fd, buffer)),
      );
    } catch (error) {
      return errnoOf(error);
    }
  }

  waitReadable(timeoutNs: bigint): boolean {
    return fstatSync(this.#fd).isFile() || this.#wait(this.#fd, timeoutNs);
  }
}

/** A descriptor of this process as a program's standard output or standard error. */
export class NodeOutput implements Output {
  readonly isTerminal: boolean;
  readonly #fd: number;
  readonly #clock: Clock;

  constructor(fd: number, clock: Clock) {
    this.#fd = fd;
    this.#clock = clock;
    this.isTerminal = isTerminal(fd);
  }

  write(bytes: Uint8Array): number {
    try {
      for (let done = 0; done < bytes.length; ) {
        done += blocking(this.#clock, () => writeSync(this.#fd, bytes, done));
      }
      return wasi.ERRNO_SUCCESS;
    } catch (error) {
      return errnoOf(error);
    }
  }
}
