import { Gpiod } from '../api/gpiod.js';
import { refuseOptions } from '../kernel/arguments.js';
import { checkKernel } from '../kernel/check-kernel.js';
import type { Kernel } from '../kernel/kernel.js';
import { instantiate } from '../raw/raw-gpiod.js';

/** What to load, and on what. */
export interface BrowserLoadOptions {
  /** A browser has no GPIO of its own: `createSim('pi5').kernel`, or a kernel of yours. */
  readonly kernel: Kernel;
  /**
   * Where libgpiod.wasm is, its bytes, a Response that brings them, or the WebAssembly.Module made of
   * them. Default: the file beside browser.js.
   */
  readonly wasm?: string | URL | Response | Uint8Array | ArrayBuffer | object | undefined;
}

async function fetched(url: string | URL): Promise<Response> {
  try {
    return await fetch(url);
  } catch (cause) {
    throw new Error(`libgpiod.wasm cannot be loaded from ${url}`, { cause });
  }
}

async function compile(wasm: unknown): Promise<WebAssembly.Module> {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (typeof wasm === 'string' || wasm instanceof URL) return compile(await fetched(wasm));
  if (wasm instanceof Response) {
    if (!wasm.ok) throw new Error(`libgpiod.wasm cannot be loaded: ${wasm.url} is ${wasm.status}`);
    // Not compileStreaming(): plain servers may not know the type of .wasm files.
    return WebAssembly.compile(await wasm.arrayBuffer());
  }
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) {
    return WebAssembly.compile(new Uint8Array(wasm));
  }
  throw new TypeError(
    'wasm has to be the address of a libgpiod.wasm, a Response, its bytes or a WebAssembly.Module',
  );
}

/** The package's own wasm, compiled once however often it is loaded. */
let packaged: Promise<WebAssembly.Module> | undefined;

/**
 * Loads libgpiod on a kernel. Throws Error where libgpiod.wasm cannot be loaded, TypeError for other
 * options, and without a kernel: there is no silent simulator.
 */
export async function load(options: BrowserLoadOptions): Promise<Gpiod> {
  const { kernel, wasm, ...others } = (options ?? {}) as Partial<BrowserLoadOptions>;
  refuseOptions('load()', others, 'kernel, wasm');
  if (kernel === undefined) {
    throw new TypeError("a browser has no GPIO: load({ kernel: createSim('pi5').kernel })");
  }
  checkKernel(kernel);
  if (wasm !== undefined) return new Gpiod(instantiate(await compile(wasm), kernel), kernel);
  // Beside the bundle: bundlers of applications find it by this expression, too.
  packaged ??= compile(new URL('./libgpiod.wasm', import.meta.url)).catch((error: unknown) => {
    packaged = undefined;
    throw error;
  });
  return new Gpiod(instantiate(await packaged, kernel), kernel);
}
