import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { rawGpiod } from '../support/libgpiod.js';
import { describeRawLines } from '../support/raw-line-suite.js';

describeRawLines('the simulated kernel', () => {
  const kernel = new SimKernel();
  const chip = kernel.plug({ lines: 8 });
  return {
    raw: rawGpiod(kernel),
    chipPath: chip.path,
    pull: (offset, direction) => chip.line(offset).pull(direction),
    value: (offset) => chip.line(offset).level,
    dispose: () => chip.unplug(),
  };
});
