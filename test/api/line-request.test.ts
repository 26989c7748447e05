import { expect, it } from 'vitest';
import { loadSync } from '../../ts/load.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { failure } from '../conformance/failure.js';

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
