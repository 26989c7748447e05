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

/**
 * How many small pieces of memory a guest has to give before it needs more, which makes it useless. What
 * was freed serves again for the same only: one guest that has done something once and one that has done
 * it twice differ where something was kept, 16 bytes are enough.
 */
export function piecesLeft(raw: RawGpiod): number {
  const { length } = raw.memory.bytes;
  for (let pieces = 0; ; pieces++) {
    raw.alloc(8);
    if (raw.memory.bytes.length > length) return pieces;
  }
}
