import { expect } from 'vitest';
import { FakeKernel } from '../support/fake-kernel.js';
import { rawGpiod } from '../support/libgpiod.js';
import { describeRawLines } from '../support/raw-line-suite.js';

describeRawLines('a kernel in memory', () => {
  const kernel = new FakeKernel();
  return {
    raw: rawGpiod(kernel),
    chipPath: kernel.chipPath,
    pull: (offset, direction) => kernel.pull(offset, direction),
    value: (offset) => kernel.value(offset),
    dispose: () => expect([...kernel.files.keys()]).toEqual([]),
  };
});
