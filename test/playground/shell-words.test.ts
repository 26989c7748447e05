import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../ts/playground/page/shell-words.js';

describe('parseCommandLine', () => {
  test.each([
    ['gpioset -t 500ms GPIO17=1', ['gpioset', '-t', '500ms', 'GPIO17=1']],
    ['  gpioget   "two words" \'$x | y\' ', ['gpioget', 'two words', '$x | y']],
    ['a\\ b c\'d\'"e\\"f"', ['a b', 'cde"f']],
    ["''", ['']],
    ['gpioinfo # all of them', ['gpioinfo']],
    ['a#b', ['a#b']],
    ['', []],
  ])('splits %j', (text, words) => {
    expect(parseCommandLine(text)).toEqual({ words, background: false });
  });

  test('sees what is to run in the background', () => {
    expect(parseCommandLine('gpiomon GPIO4 & ')).toEqual({
      words: ['gpiomon', 'GPIO4'],
      background: true,
    });
  });

  test.each([
    ['gpioinfo | less', "knows no '|'"],
    ['a & b', "knows no '&'"],
    ['a > b', "knows no '>'"],
    ['a "b', 'a closing " is missing'],
  ])('refuses %j', (text, message) => {
    expect(() => parseCommandLine(text)).toThrow(message);
  });
});
