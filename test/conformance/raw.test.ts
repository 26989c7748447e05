import { linuxKernel } from '../../ts/kernel/linux.js';
import { GpioSim } from '../support/gpio-sim.js';
import { rawGpiod } from '../support/libgpiod.js';
import { describeRawLines } from '../support/raw-line-suite.js';

describeRawLines('a Linux kernel', () => {
  const sim = new GpioSim({ lines: 8 });
  return {
    raw: rawGpiod(linuxKernel()),
    chipPath: sim.chipPath,
    pull: (offset, direction) => sim.pull(offset, direction),
    value: (offset) => sim.value(offset),
    dispose: () => sim.dispose(),
  };
});
