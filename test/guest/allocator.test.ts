import { describe, expect, it } from 'vitest';
import { Random } from '../differential/random.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { rawGpiod } from '../support/libgpiod.js';

const KIB = 1024;

describe('memory of the guest', () => {
  it('is aligned for every type of C, and nobody else’s until it is freed', () => {
    const raw = rawGpiod(new FakeKernel());
    const random = new Random(20261121);
    const held: { pointer: number; size: number; mark: number }[] = [];
    const intact = ({ pointer, size, mark }: (typeof held)[number]): boolean =>
      raw.memory.bytes.subarray(pointer, pointer + size).every((byte) => byte === mark);
    for (let i = 0; i < 20_000; i++) {
      if (held.length > 200 || (held.length > 0 && random.below(2) === 0)) {
        const [one] = held.splice(random.below(held.length), 1);
        if (one === undefined) throw new Error('nothing is held');
        expect(intact(one)).toBe(true);
        raw.free(one.pointer);
        continue;
      }
      const size = random.below(random.pick([32, 600, 1100, 5000]));
      const pointer = raw.alloc(size);
      expect(pointer % 16).toBe(0);
      raw.memory.bytes.fill(i & 0xff, pointer, pointer + size);
      held.push({ pointer, size, mark: i & 0xff });
    }
    expect(held.every(intact)).toBe(true);
  });

  it.each([1, 16, 300, 1008, 1009, 4 * KIB, 300 * KIB])(
    'serves again once it is freed: %d bytes',
    (size) => {
      const raw = rawGpiod(new FakeKernel());
      const pointer = raw.alloc(size);
      const { length } = raw.memory.bytes;
      for (let i = 0; i < 1000; i++) {
        raw.free(pointer);
        expect(raw.alloc(size)).toBe(pointer);
      }
      expect(raw.memory.bytes).toHaveLength(length);
    },
  );

  it('grows where what there is does not suffice, by no more than is needed', () => {
    const raw = rawGpiod(new FakeKernel());
    const before = raw.memory.bytes.length;
    const pointer = raw.alloc(4 * KIB * KIB - 8);
    const { length } = raw.memory.bytes;
    expect(pointer + 4 * KIB * KIB - 8).toBeLessThanOrEqual(length);
    expect(length).toBeGreaterThan(before);
    expect(length - before).toBeLessThanOrEqual(4 * KIB * KIB);
  });

  it.each([0x7fff_fff9, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff])(
    'of %d bytes is refused, and others are still to be had',
    (size) => {
      const raw = rawGpiod(new FakeKernel());
      expect(() => raw.alloc(size)).toThrow('no memory left');
      expect(raw.alloc(8)).toBeGreaterThan(0);
    },
  );

  it('is refused where 4 GiB are taken, and what is left is still to be had', () => {
    const raw = rawGpiod(new FakeKernel());
    const half = 0x7fff_fff8;
    const pointer = raw.alloc(half);
    expect(pointer + half).toBeLessThanOrEqual(raw.memory.bytes.length);
    expect(() => raw.alloc(half)).toThrow('no memory left');
    expect(raw.alloc(8)).toBeGreaterThan(0);
  });

  it('is zero where C asks for that, whatever lay there before', () => {
    const raw = rawGpiod(new FakeKernel());
    // What a buffer is made of: for each event upstream's struct and the kernel's.
    const events = 16;
    const sizes = [events * 32, events * 48];
    const places = sizes.map((size) => raw.alloc(size));
    const bytesAt = (i: number): Uint8Array =>
      raw.memory.bytes.subarray(places[i], (places[i] ?? 0) + (sizes[i] ?? 0));
    for (const i of places.keys()) bytesAt(i).fill(0xff);
    for (const place of places) raw.free(place);
    expect(raw.gpiod_edge_event_buffer_new(events)).not.toBe(0);
    for (const i of places.keys()) expect(bytesAt(i).every((byte) => byte === 0)).toBe(true);
  });
});
