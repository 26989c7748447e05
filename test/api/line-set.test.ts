import { describe, expect, it } from 'vitest';
import { LineSet } from '../../ts/api/line-set.js';

const names = new Map<number, string | undefined>([
  [3, 'OTHER'],
  [17, 'LED'],
  [4, 'BUTTON'],
  [27, undefined],
  [22, 'LED'],
  [9, '4'],
  [10, '5'],
]);
const lines = new LineSet([17, 4, 27, 22, 9, 10], names);

describe('the lines of a request', () => {
  it('keep the order of the request', () => {
    expect(lines.numbers).toEqual([17, 4, 27, 22, 9, 10]);
  });

  it('have one number each where arrays of them begin', () => {
    expect(lines.each(7)).toEqual([7, 7, 7, 7, 7, 7]);
  });

  it('are found by offset, name and digits', () => {
    expect(lines.index(27)).toBe(2);
    expect(lines.index('27')).toBe(2);
    expect(lines.offset('BUTTON')).toBe(4);
    expect(lines.name(4)).toBe('BUTTON');
    expect(lines.name(27)).toBeUndefined();
  });

  it('of one name: the first', () => {
    expect(lines.offset('LED')).toBe(17);
  });

  it('take digits for an offset, never for a name', () => {
    expect(lines.offset('4')).toBe(4);
    expect(lines.offset('017')).toBe(17);
    expect(() => lines.offset('5')).toThrow(/line 5 is not in this request/);
  });

  it.each([5, 17.5, -17, Number.NaN, '', 'led', '17.0', ' 17', '00', undefined as never])(
    'do not include %o',
    (line) => {
      expect(() => lines.index(line)).toThrow(TypeError);
    },
  );

  it('are not found by what is neither offset nor name, which is called what it is', () => {
    expect(() => lines.index(['LED'] as never)).toThrow(
      'the line is an array: it has to be an offset or a name',
    );
  });

  it('are listed where one is not among them, with the nearest name', () => {
    expect(() => lines.index('BUTTONS')).toThrow(
      'line BUTTONS is not in this request, which holds 17 (LED), 4 (BUTTON), 27, 22 (LED), 9 (4), 10 (5). Did you mean BUTTON?',
    );
  });
});
