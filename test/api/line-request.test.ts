import { expect, it } from 'vitest';
import { loadSync } from '../../ts/load.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { failure } from '../conformance/failure.js';

it('toggles what an output was told, though the line reads otherwise', () => {
  const kernel = new SimKernel();
  const pin = kernel.plug({ lines: 1 }).line(0);
  using chip = loadSync({ kernel }).openChip(0);
  const request = chip.requestLines({ lines: { 0: { direction: 'output', drive: 'open-drain' } } });
  const line = request.line(0);
  pin.pull('down');
  expect([line.toggle(), line.value, line.toggle(), line.toggle()]).toEqual([1, 0, 0, 1]);
  pin.pull('up');
  expect(line.value).toBe(1);
  request.release();
});

it('names the lines that cannot be set', () => {
  const kernel = new SimKernel();
  kernel.plug({ lines: 2, names: ['LED', 'BUTTON'] });
  const request = loadSync({ kernel }).requestLines({
    lines: { LED: { direction: 'output' }, BUTTON: { direction: 'input' } },
  });
  const error = failure(() => request.setValues({ LED: 1, BUTTON: 1 }));
  expect(error.message).toMatch(/^cannot set the lines \[LED, BUTTON\]/);
  expect(error.hint).toMatch(/Only outputs/);
  request.release();
});
