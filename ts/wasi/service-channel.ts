import { Fd, wasi } from '@bjorn3/browser_wasi_shim';

/** Answers one request: a number for the guest, or throws {@link ServiceError}. */
export type Service = (...words: string[]) => number;

/** A request that cannot be served; the guest's call fails with this WASI errno. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly errno: number;

  constructor(errno: number) {
    super(`WASI errno ${errno}`);
    this.errno = errno;
  }
}

/** Tells the guest which descriptor the channel is (wasm/guest/tools/service.c). */
export const SERVICE_FD_VARIABLE = 'LIBGPIOD_WASM_SERVICE_FD';

/**
 * What the tools need and WASI preview 1 has no call for (local time, the terminal's modes, going
 * into the background), over one descriptor and without imports of our own: the guest writes a line
 * of words, the first one naming the service, and reads a line back: a decimal number, or `!` and a
 * WASI errno. A host without the channel runs the same program without those services.
 */
export class ServiceChannel extends Fd {
  readonly #services: Readonly<Record<string, Service>>;
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  #answer = new Uint8Array(0);

  constructor(services: Readonly<Record<string, Service>>) {
    super();
    this.#services = services;
  }

  /** Ends libc's search for folders, which goes on from descriptor 3 until this errno. */
  override fd_prestat_get(): { ret: number; prestat: null } {
    return { ret: wasi.ERRNO_BADF, prestat: null };
  }

  override fd_fdstat_get(): { ret: number; fdstat: wasi.Fdstat } {
    const fdstat = new wasi.Fdstat(wasi.FILETYPE_UNKNOWN, 0);
    fdstat.fs_rights_base = BigInt(wasi.RIGHTS_FD_READ | wasi.RIGHTS_FD_WRITE);
    return { ret: 0, fdstat };
  }

  /** One whole request per write. */
  override fd_write(data: Uint8Array): { ret: number; nwritten: number } {
    const [name = '', ...words] = this.#decoder.decode(data).trim().split(' ');
    this.#answer = this.#encoder.encode(`${this.#call(name, words)}\n`);
    return { ret: 0, nwritten: data.length };
  }

  override fd_read(size: number): { ret: number; data: Uint8Array } {
    const data = this.#answer.subarray(0, size);
    this.#answer = this.#answer.subarray(size);
    return { ret: 0, data };
  }

  #call(name: string, words: string[]): string {
    const service = Object.hasOwn(this.#services, name) ? this.#services[name] : undefined;
    if (service === undefined) return `!${wasi.ERRNO_NOSYS}`;
    try {
      return `${service(...words)}`;
    } catch (error) {
      if (error instanceof ServiceError) return `!${error.errno}`;
      throw error;
    }
  }
}
