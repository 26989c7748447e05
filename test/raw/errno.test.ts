import { expect, test } from 'vitest';
import { ERRNO } from '../../ts/kernel/errno.js';
import type { HostCalls } from '../../ts/kernel/kernel.js';
import { FakeKernel } from '../support/fake-kernel.js';
import { rawGpiod } from '../support/libgpiod.js';

/** A kernel whose ioctl gives one result, once its chip is open. */
function kernelAnswering(result: () => number): FakeKernel {
  const kernel = new FakeKernel();
  const attach = kernel.attach.bind(kernel);
  kernel.attach = (memory): HostCalls => ({ ...attach(memory), ioctl: result });
  return kernel;
}

function errnoOf(result: () => number): number {
  const kernel = kernelAnswering(result);
  const raw = rawGpiod(kernel);
  return raw.scope((arena) => {
    const chip = arena.own(
      raw.gpiod_chip_open(arena.string(kernel.chipPath)),
      raw.gpiod_chip_close,
    );
    expect(raw.gpiod_chip_get_info(chip)).toBe(0);
    return raw.errno();
  });
}

test("every errno of Linux arrives as the kernel gave it, those that WASI lacks and the kernel's own, too", () => {
  const errnos = Object.values(ERRNO);
  expect(errnos).toContain(524);
  expect(errnos.map((errno) => errnoOf(() => -errno))).toEqual(errnos);
});

test('an ioctl that succeeds with a value is EBADE to libgpiod', () => {
  expect(errnoOf(() => 1)).toBe(ERRNO.EBADE);
});

test('errno is 0 until something fails', () => {
  expect(rawGpiod(new FakeKernel()).errno()).toBe(0);
});
