import { expect, it } from 'vitest';
import { loadSync } from '../../ts/load.js';
import { createSim } from '../../ts/sim/create-sim.js';
import { failure } from '../conformance/failure.js';

const gpiod = loadSync({ kernel: createSim({ chips: [] }).kernel });

it.each([
  ['a line by its name', () => gpiod.requestLines({ lines: { GPIO17: {} } })],
  ['a chip by its label', () => gpiod.openChip({ label: 'pinctrl-rp1' })],
  ['a chip by its name', () => gpiod.openChip('gpiochip0')],
])('%s, where there is no chip at all, is ENOENT and says so', (_, find) => {
  const error = failure(find);
  expect(error.code).toBe('ENOENT');
  expect(error.hint).toContain('no GPIO chip at all');
});
