import { describe, expect, it } from 'vitest';
import { NULL } from '../../ts/raw/generated/types.js';
import type { RawGpiod } from '../../ts/raw/raw-gpiod.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { rawGpiod } from '../support/libgpiod.js';

/** Where the next small allocation would lie: the same before and after where nothing leaks. */
function nextAddress(raw: RawGpiod): number {
  const pointer = raw.alloc(24);
  raw.free(pointer);
  return pointer;
}

describe('an arena', () => {
  const raw = rawGpiod(new FakeKernel());

  it('holds text of any script', () => {
    for (const text of ['', 'gpiochip0', 'Lüfter', '温度计', '✨🚦', 'a\u{10ffff}']) {
      expect(raw.scope((arena) => raw.cstring(arena.string(text)))).toBe(text);
    }
  });

  it('refuses text that C cannot hold', () => {
    expect(() => raw.scope((arena) => arena.string('a\0b'))).toThrow(/zero character: "a\\u0000b"/);
    expect(() => raw.scope((arena) => arena.string('\ud83d'))).toThrow(TypeError);
  });

  it('holds arrays', () => {
    raw.scope((arena) => {
      expect(raw.readUints(arena.uints([0, 7, 0xffffffff]), 3)).toEqual([0, 7, 0xffffffff]);
      expect(raw.readLineValues(arena.lineValues([1, 0, -1]), 3)).toEqual([1, 0, -1]);
    });
  });

  it('hands out zeroed memory', () => {
    const dirty = raw.alloc(64);
    raw.memory.bytes.fill(0xff, dirty, dirty + 64);
    raw.free(dirty);
    raw.scope((arena) => {
      const at = arena.bytes(64);
      expect([...raw.memory.bytes.subarray(at, at + 64)]).toEqual(Array(64).fill(0));
      expect(raw.readUints(arena.uintsOut(2), 2)).toEqual([0, 0]);
    });
  });

  it('gives every byte back, also where its scope throws', () => {
    const before = nextAddress(raw);
    const pages = raw.memory.bytes.length;
    for (let i = 0; i < 1000; i++) {
      expect(() =>
        raw.scope((arena) => {
          arena.string('x'.repeat(1000));
          arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free);
          throw new Error('on purpose');
        }),
      ).toThrow('on purpose');
    }
    expect(nextAddress(raw)).toBe(before);
    expect(raw.memory.bytes.length).toBe(pages);
  });

  it('releases the newest first, once', () => {
    const released: number[] = [];
    const arena = raw.arena();
    arena.own(1, (pointer) => released.push(pointer));
    arena.own(2, (pointer) => released.push(pointer));
    arena.release();
    arena.release();
    arena[Symbol.dispose]();
    expect(released).toEqual([2, 1]);
  });

  it('hands out nothing after its release', () => {
    const arena = raw.arena();
    arena.release();
    expect(() => arena.string('late')).toThrow('this arena has been released');
    expect(() => arena.own(1, () => {})).toThrow('this arena has been released');
  });

  it('takes no NULL, and says why there was one', () => {
    expect(() =>
      raw.scope((arena) =>
        arena.own(raw.gpiod_chip_open(arena.string('/dev/missing')), raw.gpiod_chip_close),
      ),
    ).toThrow(/NULL: ENOENT/);
    expect(() => raw.scope((arena) => arena.own(NULL, () => {}))).toThrow(/NULL/);
  });

  it('is not given to async functions, whose memory would go before they end', () => {
    expect(() => raw.scope(async (arena) => arena.string('x'))).toThrow(/use arena\(\)/);
  });

  it('says so where the guest has no memory left', () => {
    expect(() => raw.alloc(0xffff0000)).toThrow(/no memory left for 4294901760 bytes/);
  });
});
