import { hostAddon } from '../assets.js';
import { fs, url } from './node-modules.js';
import type { TrainEnd } from './player.js';

/**
 * The functions of wasm/host/gpio_host_node.c for one guest. They take their arguments from `block`, in
 * the order of wasm/gpio_host.h, and leave the result in block[0]: converting JavaScript values would
 * cost more than the rest of the call.
 */
export interface GuestAddon {
  readonly block: Int32Array;
  /** Tells where the guest's memory is now. To be called before the first call and after each growth. */
  bind(bytes: Uint8Array): number;
  /** path, pathLen */
  open(): void;
  /** fd; ends a watch on it first. */
  close(): void;
  /** fd, request, arg; the argument's length is the one in the request. */
  ioctl(): void;
  /** fd, buf, len */
  read(): void;
  /** fds, count, seconds, nanoseconds; no limit where seconds < 0. */
  poll(): void;
  /** path, pathLen, follow, out, outLen */
  stat(): void;
  /** path, pathLen, out, outLen */
  realpath(): void;
}

/** As the structs of the guest's memory are. */
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** What {@link LinuxAddon.control} does to a watch; the numbers are the C side's. */
export const WatchControl = { pause: 0, resume: 1, ref: 2, unref: 3, close: 4 } as const;
export type WatchControl = (typeof WatchControl)[keyof typeof WatchControl];

/**
 * What the addon is told of a train: fd, steps, rounds (0: until stopped), whether waits count from the
 * start, spinNs, stamps, reads.
 */
export type TrainArguments = readonly [
  fd: number,
  steps: Uint8Array,
  rounds: number,
  fromStart: boolean,
  spinNs: number,
  stamps: BigInt64Array | undefined,
  reads: BigUint64Array | undefined,
];

export interface LinuxAddon {
  attach(): GuestAddon;
  /** Starts a watch. Returns its number (> 0) or a negated errno. */
  watch(fd: number, onReady: (revents: number) => void): number;
  /** Does nothing to a watch that has ended. */
  control(watch: number, what: WatchControl): number;
  /** Starts a thread that plays. Returns its number (> 0) or a negated errno. */
  play(...args: [...TrainArguments, onEnd: (end: TrainEnd) => void]): number;
  playSync(...args: TrainArguments): TrainEnd;
  /** Stops what {@link play} has started and waits for its thread; does nothing where it has ended. */
  stop(player: number): number;
}

const BUNDLED = 'Bundlers have to leave libgpiod-wasm outside of the bundle, beside its files.';

const DISABLED =
  'Node has been told to load no addons: start it without --no-addons, and with --allow-addons where ' +
  'there is --permission.';

const REMEDY =
  'Only simulated kernels work without it: give load() a kernel of your own. To make the addon, ' +
  "install a C compiler (Debian: 'apt install gcc') and run 'npm run build' in libgpiod-wasm's " +
  'source tree; LIBGPIOD_WASM_HOST names an addon that lies elsewhere. ' +
  BUNDLED;

/** Throws Error where this code does not know its own place, as in webpack's bundles. */
function addonPath(): string {
  if (process.env.LIBGPIOD_WASM_HOST) return process.env.LIBGPIOD_WASM_HOST;
  try {
    return url().fileURLToPath(hostAddon(process.arch));
  } catch (cause) {
    throw new Error(`libgpiod-wasm does not find its own files. ${BUNDLED}`, { cause });
  }
}

/**
 * Loads the native addon into this thread. Every thread has to load it for itself.
 *
 * @throws Error saying what is missing and what to do: not Linux, no addon for this machine, or one
 * that the running process cannot load (`cause` has the dynamic linker's words).
 */
export function loadLinuxAddon(): LinuxAddon {
  const machine = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux' || !littleEndian) {
    throw new Error(
      `GPIO lines of the machine need a little-endian Linux; this is ${machine}. ` +
        'Simulated kernels work everywhere: give load() a kernel of your own.',
    );
  }
  const path = addonPath();
  const module: { exports: Partial<LinuxAddon> } = { exports: {} };
  try {
    process.dlopen(module, path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_DLOPEN_DISABLED') {
      throw new Error(`The native addon ${path} cannot be loaded on ${machine}. ${DISABLED}`, {
        cause,
      });
    }
    if (!fs().existsSync(path)) {
      throw new Error(`The native addon for ${machine} is missing: there is no ${path}. ${REMEDY}`);
    }
    // The linker's words begin with the path.
    throw new Error(`The native addon cannot be loaded on ${machine}: ${message}. ${REMEDY}`, {
      cause,
    });
  }
  const { attach, watch, control, play, playSync, stop } = module.exports;
  if (!attach || !watch || !control || !play || !playSync || !stop) {
    throw new Error(`${path} is not libgpiod-wasm's addon, or not of this version. ${REMEDY}`);
  }
  return { attach, watch, control, play, playSync, stop };
}
