import { Gpiod } from './api/gpiod.js';
import { libgpiodWasm } from './assets.js';
import { refuseOptions } from './kernel/arguments.js';
import { checkKernel } from './kernel/check-kernel.js';
import type { Kernel } from './kernel/kernel.js';
import { linuxKernel } from './kernel/linux.js';
import { fs } from './kernel/node-modules.js';
import { trace } from './kernel/trace-on-demand.js';
import { instantiate } from './raw/raw-gpiod.js';

/** What to load, and on what. */
export interface LoadOptions {
  /** Default: this machine's own, Linux. Never anything else unless it is named here. */
  readonly kernel?: Kernel | undefined;
  /** Another libgpiod.wasm than the package's: its bytes, or the WebAssembly.Module made of them. */
  readonly wasm?: Uint8Array | ArrayBuffer | object | undefined;
}

/** A slip must not end at real lines: Linux is for those who have named no kernel, in whatever way. */
function chosenKernel({ kernel, wasm: _, ...others }: LoadOptions): Kernel {
  refuseOptions('load()', others, 'kernel, wasm');
  const chosen = kernel === undefined ? linuxKernel() : checkKernel(kernel);
  return process.env.LIBGPIOD_WASM_TRACE ? trace(chosen) : chosen;
}

/** The package's own wasm, compiled once however often it is loaded. */
let packaged: WebAssembly.Module | undefined;

function missing(cause: unknown): never {
  const words = cause instanceof Error ? cause.message : String(cause);
  throw new Error(
    `dist/libgpiod.wasm cannot be read: ${words}. In a clone of the project run \`npm run build\` ` +
      'first; bundlers have to leave libgpiod-wasm outside of the bundle',
    { cause },
  );
}

function readPackaged(): Uint8Array<ArrayBuffer> {
  try {
    return fs().readFileSync(libgpiodWasm());
  } catch (error) {
    missing(error);
  }
}

async function readPackagedSoon(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await fs().promises.readFile(libgpiodWasm());
  } catch (error) {
    missing(error);
  }
}

/** The module itself, or the bytes of one. Throws TypeError for anything else. */
function moduleOrBytes(wasm: object): WebAssembly.Module | Uint8Array<ArrayBuffer> {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) return new Uint8Array(wasm);
  throw new TypeError('wasm has to be the bytes of a libgpiod.wasm or a WebAssembly.Module');
}

/**
 * Loads libgpiod on this machine's kernel, or the one given. Throws Error where it cannot be: no
 * Linux, no native shim for this machine, no libgpiod.wasm; the message says what to do. TypeError
 * for other options, or what is no kernel.
 */
export function loadSync(options: LoadOptions = {}): Gpiod {
  const kernel = chosenKernel(options);
  if (options.wasm !== undefined) {
    const given = moduleOrBytes(options.wasm);
    const module = given instanceof Uint8Array ? new WebAssembly.Module(given) : given;
    return new Gpiod(instantiate(module, kernel), kernel);
  }
  packaged ??= new WebAssembly.Module(readPackaged());
  return new Gpiod(instantiate(packaged, kernel), kernel);
}

/** The same without blocking while the wasm is read and compiled. */
export async function load(options: LoadOptions = {}): Promise<Gpiod> {
  if (options.wasm !== undefined) {
    const given = moduleOrBytes(options.wasm);
    const module = given instanceof Uint8Array ? await WebAssembly.compile(given) : given;
    return loadSync({ ...options, wasm: module });
  }
  packaged ??= await WebAssembly.compile(await readPackagedSoon());
  return loadSync(options);
}
