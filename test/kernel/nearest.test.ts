import { expect, test } from 'vitest';
import { nearest } from '../../ts/kernel/nearest.js';

test('puts the likeliest candidate first', () => {
  expect(nearest('GPOI17', ['GPIO4', 'GPIO17', 'GPIO18'])[0]).toBe('GPIO17');
});

test('does not count case', () => {
  expect(nearest('led', ['FAN', 'LED'])).toEqual(['LED']);
});

test('puts a name first that goes on after a space', () => {
  const names = ['P8_12', 'P9_12 [gpmc_ben1]', 'P9_13'];
  expect(nearest('p9_12', names)[0]).toBe('P9_12 [gpmc_ben1]');
});

test('gives nothing where nothing comes close', () => {
  expect(nearest('reset', ['GPIO17', 'SPI_CE0_N'])).toEqual([]);
});

test('gives each candidate once, three at most', () => {
  expect(nearest('A1', ['A2', 'A2', 'A3', 'A4', 'A5'])).toEqual(['A2', 'A3', 'A4']);
});

test('takes empty texts', () => {
  expect(nearest('', ['ab', 'abcd'])).toEqual(['ab']);
});
