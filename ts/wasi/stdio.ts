import { Fd, wasi } from '@bjorn3/browser_wasi_shim';
import type { Pollable } from './poll-oneoff.js';

/** Where a program's standard input comes from. */
export interface Input {
  /** A terminal: the guest's isatty() says so. */
  readonly isTerminal: boolean;
  /** Blocks until there is something. Nothing at all means end of file; a number is a WASI errno. */
  read(maxBytes: number): Uint8Array | number;
  /** Blocks until read() would not, at most `timeoutNs` (negative: no limit). False on timeout. */
  waitReadable(timeoutNs: bigint): boolean;
}

/** Where a program's standard output or standard error goes. */
export interface Output {
  /** A terminal: the guest's isatty() says so, and its stdio flushes every line. */
  readonly isTerminal: boolean;
  /** Writes everything, blocking where it must. Returns 0 or a WASI errno. */
  write(bytes: Uint8Array): number;
}

/** WASI has no call for isatty(): libc infers it from a character device that cannot seek. */
function describe(isTerminal: boolean, rights: number): wasi.Fdstat {
  const type = isTerminal ? wasi.FILETYPE_CHARACTER_DEVICE : wasi.FILETYPE_UNKNOWN;
  const fdstat = new wasi.Fdstat(type, 0);
  fdstat.fs_rights_base = BigInt(rights | wasi.RIGHTS_POLL_FD_READWRITE);
  return fdstat;
}

/** An {@link Input} as a WASI descriptor. */
export class InputFd extends Fd implements Pollable {
  readonly #input: Input;

  constructor(input: Input) {
    super();
    this.#input = input;
  }

  override fd_fdstat_get(): { ret: number; fdstat: wasi.Fdstat } {
    return { ret: 0, fdstat: describe(this.#input.isTerminal, wasi.RIGHTS_FD_READ) };
  }

  override fd_read(size: number): { ret: number; data: Uint8Array } {
    const data = size === 0 ? new Uint8Array(0) : this.#input.read(size);
    if (typeof data === 'number') return { ret: data, data: new Uint8Array(0) };
    return { ret: 0, data };
  }

  waitReadable(timeoutNs: bigint): boolean {
    return this.#input.waitReadable(timeoutNs);
  }
}

/** An {@link Output} as a WASI descriptor. */
export class OutputFd extends Fd {
  readonly #output: Output;

  constructor(output: Output) {
    super();
    this.#output = output;
  }

  override fd_fdstat_get(): { ret: number; fdstat: wasi.Fdstat } {
    return { ret: 0, fdstat: describe(this.#output.isTerminal, wasi.RIGHTS_FD_WRITE) };
  }

  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    const ret = this.#output.write(data);
    return { ret, nwritten: ret === 0 ? data.length : 0 };
  }
}
