import { describe, expect, it } from 'vitest';
import { lengthWithout, merged } from './pauses.js';

describe('a span without pauses', () => {
  it('is as long as it was where there were none', () => {
    expect(lengthWithout([10, 30], [])).toBe(20);
    expect(lengthWithout([10, 30], [[0, 10]])).toBe(20);
    expect(lengthWithout([10, 30], [[30, 80]])).toBe(20);
  });

  it('is shorter by those within it', () => {
    const pauses = [
      [12, 15],
      [20, 21],
    ] as const;
    expect(lengthWithout([10, 30], pauses)).toBe(16);
  });

  it('is shorter by the part of one that began before it or ended after it', () => {
    expect(lengthWithout([10, 30], [[0, 12]])).toBe(18);
    expect(lengthWithout([10, 30], [[29, 100]])).toBe(19);
    expect(lengthWithout([10, 30], [[0, 100]])).toBe(0);
  });
});

describe('merged spans', () => {
  it('are those that were apart, in order', () => {
    const spans = [
      [5, 6],
      [1, 2],
    ] as const;
    expect(merged(spans)).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });

  it('are one where they overlap, touch or hold each other', () => {
    const spans = [
      [1, 9],
      [2, 3],
      [8, 12],
      [12, 13],
    ] as const;
    expect(merged(spans)).toEqual([[1, 13]]);
  });
});
