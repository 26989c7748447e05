import { expect, it } from 'vitest';
import { GpiodError } from '../../ts/api/errors.js';
import { ERRNO } from '../../ts/kernel/errno.js';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { loadSync } from '../../ts/load.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';

const sim = new SimKernel();
const { path } = sim.plug({ lines: 1 });

/** The same kernel, on which the reads after so many fail. */
function failing(reads: number): Kernel {
  return {
    name: 'failing',
    devices: () => sim.devices(),
    watch: (fd, onReady) => sim.watch(fd, onReady),
    attach(memory) {
      const calls = sim.attach(memory);
      return { ...calls, read: (...args) => (reads-- > 0 ? calls.read(...args) : -ERRNO.EIO) };
    },
  };
}

it('info events that were read before a read that fails are not lost', async () => {
  using chip = loadSync({ kernel: failing(2) }).openChip(path);
  const events = chip.watchLineInfo([0]);
  chip.requestLines({ lines: { 0: { direction: 'input' } } }).release();
  chip.requestLines({ lines: { 0: { direction: 'input' } } }).release();
  expect((await events.next()).value).toMatchObject({ type: 'requested' });
  expect((await events.next()).value).toMatchObject({ type: 'released' });
  await expect(events.next()).rejects.toSatisfy(
    (error: unknown) => error instanceof GpiodError && error.code === 'EIO' && !('hint' in error),
  );
});
