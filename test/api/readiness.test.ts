import { expect, test } from 'vitest';
import { GpiodError } from '../../ts/api/errors.js';
import { Readiness } from '../../ts/api/readiness.js';
import { ReadinessKernel } from './support.js';

function setUp(): { kernel: ReadinessKernel; readiness: Readiness } {
  const kernel = new ReadinessKernel();
  return { kernel, readiness: new Readiness(kernel, 5, 'gpiod_chip_wait_info_event') };
}

test('a wait resolves to true once there is something, and pauses the watch', async () => {
  const { kernel, readiness } = setUp();
  const wait = readiness.wait();
  expect(kernel.running).toBe(true);
  kernel.turn();
  expect(await wait).toBe(true);
  expect(kernel.running).toBe(false);
});

test('a wait resolves to false when the time is up', async () => {
  const { kernel, readiness } = setUp();
  expect(await readiness.wait({ timeoutMs: 1 })).toBe(false);
  expect(kernel.running).toBe(false);
});

test('a wait resolves to true where the kernel says so when the time is up', async () => {
  const { kernel, readiness } = setUp();
  expect(await readiness.wait({ timeoutMs: 1 }, () => true)).toBe(true);
  expect(kernel.running).toBe(false);
});

test('a wait rejects where the kernel cannot be asked when the time is up', async () => {
  const { kernel, readiness } = setUp();
  const failure = new Error('no poll');
  const wait = readiness.wait({ timeoutMs: 1 }, () => {
    throw failure;
  });
  await expect(wait).rejects.toBe(failure);
  expect(kernel.running).toBe(false);
});

test('several waits share the one watch', async () => {
  const { kernel, readiness } = setUp();
  const waits = [readiness.wait(), readiness.wait()];
  kernel.turn();
  expect(await Promise.all(waits)).toEqual([true, true]);
  expect(kernel.running).toBe(false);
});

test('a signal ends a wait with AbortError and pauses the watch', async () => {
  const { kernel, readiness } = setUp();
  const controller = new AbortController();
  const wait = readiness.wait({ signal: controller.signal });
  controller.abort();
  await expect(wait).rejects.toMatchObject({ name: 'AbortError' });
  expect(kernel.running).toBe(false);
});

test('an aborted signal rejects at once, without a watch', async () => {
  const { kernel, readiness } = setUp();
  const signal = AbortSignal.abort();
  await expect(readiness.wait({ signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(kernel.running).toBe(false);
  expect(kernel.calls).toEqual([]);
});

test('closing wakes those who wait with false', async () => {
  const { kernel, readiness } = setUp();
  const wait = readiness.wait();
  readiness.close();
  expect(await wait).toBe(false);
  expect(kernel.calls).toContain('close');
});

test('a descriptor that cannot be watched is a GpiodError', async () => {
  const { kernel, readiness } = setUp();
  kernel.refuse = -16;
  await expect(readiness.wait()).rejects.toBeInstanceOf(GpiodError);
  await expect(readiness.wait()).rejects.toMatchObject({
    code: 'EBUSY',
    operation: 'gpiod_chip_wait_info_event',
  });
});

test.each([-1, Number.NaN, 2 ** 31])('timeoutMs %d is a TypeError', (timeoutMs) => {
  const { readiness } = setUp();
  expect(() => readiness.wait({ timeoutMs })).toThrow(TypeError);
});
