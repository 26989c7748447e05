import { writeSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { announce } from '../../ts/cli/simulated.js';

vi.mock('node:fs', async (original) => ({ ...(await original<object>()), writeSync: vi.fn() }));

const { stderr } = process;
const before = Object.getOwnPropertyDescriptor(stderr, 'isTTY') ?? { value: undefined };

afterEach(() => {
  Object.defineProperty(stderr, 'isTTY', { ...before, configurable: true });
  vi.mocked(writeSync).mockClear();
});

const REMINDER = 'libgpiod-wasm: simulated: pi4 (LIBGPIOD_WASM_SIM)\n';

test.each([
  [
    'whoever sits at a terminal is reminded of a machine that a variable names',
    true,
    [[2, REMINDER]],
  ],
  ['scripts and their logs are left alone', false, []],
])('%s', (_, isTTY, written) => {
  Object.defineProperty(stderr, 'isTTY', { value: isTTY, configurable: true });
  announce('pi4');
  expect(vi.mocked(writeSync).mock.calls).toEqual(written);
});
