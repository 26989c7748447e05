import { expect, test } from 'vitest';
import { describe } from '../../ts/kernel/arguments.js';

test.each([
  ['up', "'up'"],
  [5n, '5n'],
  [5, '5'],
  [null, 'null'],
  [[1], 'an array'],
  [{}, 'an object'],
])('%s is called %s', (value, words) => {
  expect(describe(value)).toBe(words);
});
