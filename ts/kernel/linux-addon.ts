import { existsSync } from 'node:fs';
import { endianness } from 'node:os';
import { fileURLToPath } from 'node:url';
import { hostAddon } from '../assets.js';

/**
 * The functions of wasm/host/gpio_host_node.c for one guest. Numbers are int32 on both sides (pointers
 * above 2 GiB are negative, as wasm passes them), results as in wasm/gpio_host.h.
 */
export interface GuestAddon {
  /** Tells where the guest's memory is now. To be called before the first call and after each growth. */
  bind(bytes: Uint8Array): number;
  open(path: number, pathLen: number): number;
  /** Ends a watch on the descriptor first. */
  close(fd: number): number;
  /** The argument's length is the one in the request number. */
  ioctl(fd: number, request: number, arg: number): number;
  read(fd: number, buf: number, len: number): number;
  /** No limit where `seconds` < 0. */
  poll(fds: number, count: number, seconds: number, nanoseconds: number): number;
  stat(path: number, pathLen: number, follow: number, out: number, outLen: number): number;
  realpath(path: number, pathLen: number, out: number, outLen: number): number;
}

/** What {@link LinuxAddon.control} does to a watch; the numbers are the C side's. */
export const WatchControl = { pause: 0, resume: 1, ref: 2, unref: 3, close: 4 } as const;
export type WatchControl = (typeof WatchControl)[keyof typeof WatchControl];

export interface LinuxAddon {
  attach(): GuestAddon;
  /** Starts a watch. Returns its number (> 0) or a negated errno. */
  watch(fd: number, onReady: (revents: number) => void): number;
  /** Does nothing to a watch that has ended. */
  control(watch: number, what: WatchControl): number;
}

const REMEDY =
  'Only simulated kernels work without it: give load() a kernel of your own. To make the addon, ' +
  "install a C compiler (Debian: 'apt install gcc') and run 'npm run build' in libgpiod-wasm's " +
  'source tree; LIBGPIOD_WASM_HOST names an addon that lies elsewhere.';

/**
 * Loads the native addon into this thread. Every thread has to load it for itself.
 *
 * @throws Error saying what is missing and what to do: not Linux, no addon for this machine, or one
 * that the running process cannot load (`cause` has the dynamic linker's words).
 */
export function loadLinuxAddon(): LinuxAddon {
  const machine = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux' || endianness() !== 'LE') {
    throw new Error(
      `GPIO lines of the machine need a little-endian Linux; this is ${machine}. ` +
        'Simulated kernels work everywhere: give load() a kernel of your own.',
    );
  }
  const path = process.env['LIBGPIOD_WASM_HOST'] || fileURLToPath(hostAddon(process.arch));
  if (!existsSync(path)) {
    throw new Error(`The native addon for ${machine} is missing: there is no ${path}. ${REMEDY}`);
  }
  const module: { exports: Partial<LinuxAddon> } = { exports: {} };
  try {
    process.dlopen(module, path);
  } catch (error) {
    throw new Error(`The native addon ${path} cannot be loaded on ${machine}. ${REMEDY}`, {
      cause: error,
    });
  }
  const { attach, watch, control } = module.exports;
  if (attach === undefined || watch === undefined || control === undefined) {
    throw new Error(`${path} is not libgpiod-wasm's addon, or not of this version. ${REMEDY}`);
  }
  return { attach, watch, control };
}
