import { describe, expect, it } from 'vitest';
import { FakeKernel } from '../support/fake-kernel.js';
import { rawGpiod } from '../support/libgpiod.js';

describe('the heap of libgpiod.wasm', () => {
  it('hands out aligned blocks that do not overlap', () => {
    const raw = rawGpiod(new FakeKernel());
    const blocks: { at: number; size: number }[] = [];
    for (let size = 1; size < 3000; size += 7) blocks.push({ at: raw.alloc(size), size });
    for (const { at, size } of blocks) raw.memory.bytes.fill(size, at, at + size);
    for (const { at, size } of blocks) {
      const bytes = raw.memory.bytes.subarray(at, at + size);
      expect(at % 8).toBe(0);
      expect(bytes.every((byte) => byte === size % 256)).toBe(true);
    }
  });

  it('hands out again what has been freed', () => {
    const raw = rawGpiod(new FakeKernel());
    const first = raw.alloc(300);
    const second = raw.alloc(300);
    expect(second).not.toBe(first);
    raw.free(first);
    raw.free(0);
    expect(raw.alloc(290)).toBe(first);
  });

  it('grows the memory, and says where there is no more', () => {
    const raw = rawGpiod(new FakeKernel());
    const { length } = raw.memory.bytes;
    const at = raw.alloc(3 * length);
    raw.memory.bytes.fill(1, at, at + 3 * length);
    expect(() => raw.alloc(0x8000_0000)).toThrow('no memory left');
    expect(() => raw.alloc(0xffff_ffff)).toThrow('no memory left');
    expect(raw.alloc(8)).toBeLessThan(at + 4 * length);
  });
});
