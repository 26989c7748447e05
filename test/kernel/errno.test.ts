import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ERRNO, errnoName } from '../../ts/kernel/errno.js';

describe('ERRNO', () => {
  it('has every number from 1 to 133 but the two that Linux left out', () => {
    const all = Array.from({ length: 133 }, (_, index) => index + 1);
    expect(Object.values(ERRNO)).toEqual(all.filter((number) => number !== 41 && number !== 58));
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

  it('still says which number it was where it has no name', () => {
    expect(errnoName(41)).toBe('errno 41');
    expect(errnoName(-4000)).toBe('errno 4000');
  });
});
