import { readFileSync } from 'node:fs';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { instantiate, type RawGpiod } from '../../ts/raw/raw-gpiod.js';

/** The built guest's bytes. */
export const wasmBytes = readFileSync(new URL('../../dist/libgpiod.wasm', import.meta.url));
const module = new WebAssembly.Module(wasmBytes);

/** A new instance of the built libgpiod.wasm. */
export function rawGpiod(kernel: Kernel): RawGpiod {
  return instantiate(module, kernel);
}
