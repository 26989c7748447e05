import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ERRNO, errnoName } from '../../ts/kernel/errno.js';

describe('ERRNO', () => {
  it('has every number from 1 to 133 but the two that Linux left out, and ENOTSUPP', () => {
    const all = Array.from({ length: 133 }, (_, index) => index + 1);
    const used = all.filter((number) => number !== 41 && number !== 58);
    expect(Object.values(ERRNO)).toEqual([...used, 524]);
  });

  it("agrees with this machine's numbers", () => {
    const known: Readonly<Record<string, number>> = ERRNO;
    const others = Object.entries(constants.errno).filter(
      ([name, number]) => known[name] !== number,
    );
    expect(others).toEqual([
      ['ENOTSUP', ERRNO.EOPNOTSUPP],
      ['EWOULDBLOCK', ERRNO.EAGAIN],
    ]);
  });
});

describe('errnoName', () => {
  it('names a number, negated or not', () => {
    expect(errnoName(16)).toBe('EBUSY');
    expect(errnoName(-16)).toBe('EBUSY');
    expect(errnoName(52)).toBe('EBADE');
  });

  it("names the kernel's own ENOTSUPP, which no C library knows", () => {
    expect(errnoName(524)).toBe('ENOTSUPP');
    expect(errnoName(-524)).toBe('ENOTSUPP');
  });

  it('still says which number it was where it has no name', () => {
    expect(errnoName(41)).toBe('errno 41');
    expect(errnoName(-4000)).toBe('errno 4000');
  });
});
