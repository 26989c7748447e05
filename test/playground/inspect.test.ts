import { expect, test } from 'vitest';
import { inspect } from '../../ts/playground/machine/inspect.js';

class Point {
  x = 1;
}

const circular: { self?: unknown } = {};
circular.self = circular;

test.each([
  ['text', 'text'],
  [['text'], '[ "text" ]'],
  [12n, '12n'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{}, '{}'],
  [{ a: [1, { b: true }] }, '{ a: [ 1, { b: true } ] }'],
  [{ a: { b: { c: { d: 1 } } } }, '{ a: { b: { c: [Object] } } }'],
  [new Map([['a', 1]]), 'Map { "a" => 1 }'],
  [new Set([1]), 'Set { 1 }'],
  [new Point(), 'Point { x: 1 }'],
  [new RangeError('no'), 'RangeError: no'],
  [() => 1, '[Function (anonymous)]'],
  [Object.create(null), '{}'],
  [circular, '{ self: { self: { self: [Object] } } }'],
  [Symbol('s'), 'Symbol(s)'],
])('shows %#', (value, expected) => {
  expect(inspect(value)).toBe(expected);
});

test('shortens what is long', () => {
  expect(inspect(Array(60).fill(0))).toMatch(/0, \.\.\. 10 more \]$/);
});
