import { expect, test } from 'vitest';
import { sandbox } from '../../ts/sandbox.js';
import { createSim } from '../../ts/sim.js';

/** A line called as another's place is written, and a name that two chips have. */
const { kernel } = createSim({
  chips: [
    { label: 'first', lines: ['LED', 'gpiochip0:0', 'BOTH', 'second:7'] },
    { label: 'second', lines: ['BOTH'] },
  ],
});

const granted = (line: string): unknown =>
  sandbox(kernel, { gpiochip0: { lines: [{ line, allow: ['input'] }] } }).chips[0]?.lines.map(
    ({ chip, trueOffset }) => `${chip.label}:${trueOffset}`,
  );

test.each([
  ['BOTH', 'gpiochip0:2, gpiochip1:0'],
  ['gpiochip0:0', 'gpiochip0:0, gpiochip0:1'],
])('a grant that could mean several lines is refused with their places: %s', (line, places) => {
  expect(() => granted(line)).toThrow(
    `'${line}' is the name of several lines, say which: ${places}`,
  );
});

test.each([
  ['second:0', 'second:0'],
  ['first:0', 'first:0'],
  ['/dev/gpiochip0:0', 'first:0'],
  ['gpiochip0:1', 'first:1'],
  ['second:7', 'first:3'],
])('a grant that can mean one line only is that line: %s', (line, place) => {
  expect(granted(line)).toEqual([place]);
});
