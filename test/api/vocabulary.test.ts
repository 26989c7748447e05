import { expect, test } from 'vitest';
import { biasWords, directionWords, edgeWords } from '../../ts/api/vocabulary.js';
import { LineBias, LineDirection, LineEdge } from '../../ts/raw/generated/enums.js';

test('translates both ways', () => {
  expect(directionWords.code('input')).toBe(LineDirection.INPUT);
  expect(edgeWords.code('both')).toBe(LineEdge.BOTH);
  expect(biasWords.word(LineBias.PULL_UP)).toBe('pull-up');
});

test('a wrong word is a TypeError that lists the words and guesses', () => {
  expect(() => directionWords.code('outptu')).toThrow(
    new TypeError(
      "direction is 'outptu': it has to be 'as-is', 'input', 'output'. Did you mean 'output'?",
    ),
  );
});

test('words of the prototype are no words', () => {
  expect(() => edgeWords.code('toString')).toThrow(TypeError);
});

test.each([undefined, null, 1, true, ['input'], {}])('%j is no word', (value) => {
  expect(() => directionWords.code(value)).toThrow(TypeError);
});

test('a code that C does not have is an error', () => {
  expect(() => biasWords.word(99)).toThrow('unknown bias: 99');
});
