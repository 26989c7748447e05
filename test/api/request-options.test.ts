import { expect, test } from 'vitest';
import { checkRequestOptions } from '../../ts/api/request-options.js';

const lines = { 17: { direction: 'input' } };

test('keeps the lines in object order', () => {
  const options = { lines: { LED: {}, 17: {}, 4: {} } };
  expect(checkRequestOptions(options).lines).toEqual(['4', '17', 'LED']);
});

test('a consumer of 31 bytes is kept whole', () => {
  const consumer = `${'é'.repeat(15)}x`;
  expect(checkRequestOptions({ lines, consumer }).consumer).toBe(consumer);
});

test.each([
  [undefined, 'requestLines() takes an object'],
  [{}, 'lines has to be an object with one line at least'],
  [{ lines: {} }, 'lines has to be an object with one line at least'],
  [{ lines: ['LED'] }, 'lines has to be an object with one line at least'],
  [{ lines: [{ direction: 'input' }] }, 'lines has to be an object with one line at least'],
  [{ lines, consumer: () => 'me' }, 'consumer is a function'],
  [{ lines, consumer: 5 }, 'consumer is 5'],
  [{ lines, consumer: 'x'.repeat(32) }, '32 bytes long: the kernel keeps 31'],
  [{ lines, consumer: 'é'.repeat(16) }, '32 bytes long'],
  [{ lines, eventBufferSize: -1 }, 'eventBufferSize is -1'],
  [{ lines, bufferSize: 16 }, "no option 'bufferSize'"],
])('%j is a TypeError', (options, message) => {
  expect(() => checkRequestOptions(options)).toThrow(message);
  expect(() => checkRequestOptions(options)).toThrow(TypeError);
});
