import { describe, expect, it } from 'vitest';
import { ratios, summarise } from './statistics.js';

describe('a summary of measurements', () => {
  it('has the median and the middle half', () => {
    const { median, quartiles, count } = summarise([5, 1, 4, 2, 3]);
    expect([median, ...quartiles, count]).toEqual([3, 2, 4, 5]);
  });

  it('takes the mean of the two in the middle', () => {
    expect(summarise([1, 2, 3, 10]).median).toBe(2.5);
  });

  it('bounds the median by all values where they are few', () => {
    expect(summarise([7, 9, 8]).bounds).toEqual([7, 9]);
  });

  it('bounds the median more closely where there are many', () => {
    const values = Array.from({ length: 41 }, (_, i) => i);
    // Of 41 tosses of a coin fewer than 10 are heads in less than 1 of 2000 cases: the tables say so.
    expect(summarise(values).bounds).toEqual([9, 31]);
  });

  it('is of no use without measurements', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});

describe('ratios', () => {
  it('divide round by round', () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
  });
});
