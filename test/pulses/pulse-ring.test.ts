import { describe, expect, it } from 'vitest';
import { PulseRing, type PulseRingOptions } from '../../ts/pulses.js';
import { Random } from '../differential/random.js';

const OFFSET = 4;

function ring(options: Partial<PulseRingOptions> = {}): PulseRing {
  return new PulseRing({ offset: OFFSET, idle: 0, capacity: 8, ...options });
}

/** Feeds edges: 'r' and 'f' of the line, 'x' of another, each 10 ns after the one before. */
class Feed {
  readonly ring: PulseRing;
  timestampNs = 0n;
  lineSeqno = 0;

  constructor(options: Partial<PulseRingOptions> = {}) {
    this.ring = ring(options);
  }

  add(edges: string, { lost = 0, step = 10n } = {}): this {
    for (const edge of edges) {
      this.timestampNs += step;
      const mine = edge !== 'x';
      if (mine) this.lineSeqno = (this.lineSeqno + 1) >>> 0;
      this.ring.add({
        type: edge === 'f' ? 'falling' : 'rising',
        timestampNs: this.timestampNs,
        offset: mine ? OFFSET : OFFSET + 1,
        name: undefined,
        globalSeqno: 1,
        lineSeqno: this.lineSeqno,
        lost,
      });
      lost = 0;
    }
    return this;
  }
}

describe('a ring of pulses', () => {
  it('is empty at first', () => {
    const empty = ring();
    expect(empty.toArray()).toEqual([]);
    expect(empty).toMatchObject({ length: 0, level: 0, value: 0, lastEdgeNs: undefined });
    expect([empty.at(0), empty.shift(), empty.length]).toEqual([undefined, undefined, 0]);
  });

  it('begins with the first edge away from rest', () => {
    expect(new Feed({ idle: 1 }).add('rrfrf').ring).toMatchObject({ length: 2, level: 0, lost: 0 });
    expect(new Feed({ idle: false }).add('frf').ring).toMatchObject({ length: 1, level: 1 });
  });

  it('knows the pulse that is under way', () => {
    const { ring } = new Feed().add('rfr');
    expect(ring).toMatchObject({ value: 1, lastEdgeNs: 30n });
    expect(ring.toArray()).toEqual([10, 10]);
  });

  it('keeps the newest, and the level of the oldest of them', () => {
    const random = new Random(21);
    for (let run = 0; run < 200; run++) {
      const capacity = 1 + random.below(9);
      const feed = new Feed({ capacity });
      const all: number[] = [];
      feed.add('r');
      for (let i = 0; i < random.below(40); i++) {
        const step = random.below(1000);
        feed.add(i % 2 === 0 ? 'f' : 'r', { step: BigInt(step) });
        all.push(step);
      }
      const { ring } = feed;
      const kept = all.slice(-capacity);
      expect(ring.toArray()).toEqual(kept);
      expect(ring.overwritten).toBe(all.length - kept.length);
      expect(ring.at(kept.length - 1)).toBe(kept.at(-1));
      if (kept.length > 0) expect(ring.level).toBe(ring.overwritten % 2 === 0 ? 1 : 0);
      expect(ring.shift()).toBe(kept[0]);
      expect(ring.toArray()).toEqual(kept.slice(1));
    }
  });

  it('has nothing lost where the numbers wrap around', () => {
    const feed = new Feed();
    feed.lineSeqno = 0xffff_fffd;
    const { ring } = feed.add('rfrf');
    expect([ring.length, ring.lost]).toEqual([3, 0]);
  });

  it('counts what the kernel dropped in between', () => {
    const feed = new Feed().add('rf');
    feed.lineSeqno += 4;
    expect(feed.add('rf', { lost: 4 }).ring).toMatchObject({ lost: 4, length: 3 });
  });

  it('counts what was dropped before, but not what was dropped of other lines', () => {
    const mine = new Feed();
    mine.lineSeqno = 3;
    expect(mine.add('r', { lost: 7 }).ring.lost).toBe(3);
    expect(new Feed().add('x', { lost: 9 }).add('rf').ring.lost).toBe(0);
    const both = new Feed();
    both.lineSeqno = 30;
    expect(both.add('x', { lost: 9 }).add('r', { lost: 2 }).ring.lost).toBe(11);
  });

  it('counts an edge that nobody saw between two of one kind', () => {
    const { ring } = new Feed().add('rrf');
    expect([ring.lost, ring.toArray()]).toEqual([1, [20]]);
  });

  it('counts a dropped edge once, whatever is next', () => {
    const feed = new Feed().add('r');
    feed.lineSeqno += 1;
    expect(feed.add('rf', { lost: 1 }).ring).toMatchObject({ lost: 1, length: 1 });
  });

  it('starts anew when it is cleared', () => {
    const feed = new Feed({ capacity: 2 }).add('rrfrfr');
    feed.ring.clear();
    expect(feed.ring).toMatchObject({ length: 0, overwritten: 0, lost: 0, level: 0 });
    expect(feed.add('frf').ring).toMatchObject({ length: 1, level: 1, lost: 0 });
  });

  it.each([
    [{ capacity: 0 }, 'capacity is 0'],
    [{ capacity: 1.5 }, 'capacity is 1.5'],
    [{ capacity: 2 ** 24 + 1 }, 'capacity is 16777217'],
    [{ offset: -1 }, 'offset is -1'],
    [{ idle: 'high' }, "'high'"],
  ])('is not made of %j', (options, message) => {
    expect(() => ring(options as Partial<PulseRingOptions>)).toThrow(TypeError);
    expect(() => ring(options as Partial<PulseRingOptions>)).toThrow(message);
  });
});
