import { createRequire } from 'node:module';
import { afterEach, expect, test, vi } from 'vitest';
import { trace } from '../../ts/kernel/trace-on-demand.js';
import { FakeKernel } from '../support/fake-kernel.js';

afterEach(() => {
  vi.restoreAllMocks();
});

function loaded(): string[] {
  const { cache } = createRequire(import.meta.url);
  return Object.keys(cache).filter((path) => path.endsWith('trace.cjs'));
}

test('the code for it is read when it is first called, and once', () => {
  expect(loaded()).toEqual([]);
  trace(new FakeKernel(), () => {});
  expect(loaded()).toEqual([expect.stringMatching(/\/dist\/trace\.cjs$/)]);
  trace(new FakeKernel(), () => {});
  expect(loaded()).toHaveLength(1);
});

test('it logs where it is told, or else to standard error', () => {
  const lines: string[] = [];
  const error = vi.spyOn(console, 'error').mockReturnValue();
  expect(trace(new FakeKernel(), (line) => lines.push(line)).devices()).toEqual(['gpiochip0']);
  expect(lines).toEqual(['devices() = gpiochip0']);
  expect(error).not.toHaveBeenCalled();
  trace(new FakeKernel()).devices();
  expect(error).toHaveBeenCalledExactlyOnceWith('devices() = gpiochip0');
});
