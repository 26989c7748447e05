import { describe, expect, test } from 'vitest';
import { checkLineSettings, toLineValue, toUint32 } from '../../ts/api/line-settings.js';
import {
  LineBias,
  LineClock,
  LineDirection,
  LineDrive,
  LineEdge,
} from '../../ts/raw/generated/enums.js';

describe('what is left out', () => {
  test("has upstream's defaults", () => {
    expect(checkLineSettings('17', {})).toEqual({
      direction: LineDirection.AS_IS,
      edge: LineEdge.NONE,
      bias: LineBias.AS_IS,
      drive: LineDrive.PUSH_PULL,
      activeLow: false,
      debouncePeriodUs: 0,
      eventClock: LineClock.MONOTONIC,
      value: undefined,
    });
  });

  test('may be spelt out as undefined', () => {
    const settings = { direction: 'input', edge: undefined, debouncePeriodUs: undefined };
    expect(checkLineSettings('17', settings).direction).toBe(LineDirection.INPUT);
  });
});

describe('wrong settings are a TypeError that names the line', () => {
  test.each([
    ['input', "the settings of line LED are 'input'"],
    [null, 'the settings of line LED are null'],
    [[], 'the settings of line LED are an array'],
    [{ edges: 'both' }, "line LED has no setting 'edges'. Did you mean 'edge'?"],
    [{ activeLow: 1 }, 'line LED: activeLow is 1'],
    [{ debouncePeriodUs: 1.5 }, 'line LED: debouncePeriodUs is 1.5'],
    [{ debouncePeriodUs: -1 }, 'line LED: debouncePeriodUs is -1'],
    [{ direction: 'input', value: 1 }, 'has a value but is no output'],
    [{ direction: 'output', value: 2 }, 'line LED: value is 2'],
    [{ bias: 'up' }, "line LED: bias is 'up'"],
  ])('%j', (settings, message) => {
    expect(() => checkLineSettings('LED', settings)).toThrow(message);
    expect(() => checkLineSettings('LED', settings)).toThrow(TypeError);
  });
});

test.each([
  [0, 0],
  [1, 1],
  [false, 0],
  [true, 1],
])('%j is the line value %j', (value, code) => {
  expect(toLineValue(value)).toBe(code);
});

test.each([2, -1, '1', null, undefined, Number.NaN])('%o is no line value', (value) => {
  expect(() => toLineValue(value)).toThrow(TypeError);
});

test('offsets and sizes are unsigned 32-bit integers', () => {
  expect(toUint32('max', 0xffff_ffff)).toBe(0xffff_ffff);
  expect(() => toUint32('max', 2 ** 32)).toThrow(TypeError);
  expect(() => toUint32('max', Number.NaN)).toThrow(TypeError);
});
