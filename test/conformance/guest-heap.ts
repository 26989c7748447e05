import type { RawGpiod } from '../../ts/raw/raw-gpiod.js';

/** More than any test holds of one size and gives back. */
const BLOCKS = 40;

/**
 * A guest's memory as it can be seen from outside: its size, and where new blocks would lie, in whatever
 * order they come. A block that was lost meanwhile is missing among those of its size.
 */
export function guestHeap(raw: RawGpiod): readonly number[] {
  const blocks: number[] = [];
  for (let size = 16; size < 10_000; size = Math.floor(size * 1.19)) {
    for (let i = 0; i < BLOCKS; i++) blocks.push(raw.alloc(size));
  }
  for (const block of blocks) raw.free(block);
  return [raw.memory.bytes.length, ...blocks.sort((a, b) => a - b)];
}
