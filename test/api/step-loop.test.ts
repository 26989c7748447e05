import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { PlayOptions } from '../../ts/api/play-options.js';
import { loadSync } from '../../ts/load.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';

const time = vi.hoisted(() => ({ now: 1_000_000_000n }));
vi.mock('../../ts/kernel/monotonic.js', () => ({ monotonic: () => time.now }));

let request: LineRequest;

beforeEach(() => {
  const kernel = new SimKernel();
  kernel.plug({ lines: 1 });
  using chip = loadSync({ kernel }).openChip(0);
  request = chip.requestLines({ lines: { 0: { direction: 'output' } } });
});

afterEach(() => request.release());

/** The delays of the timers that a step's wait starts with, in milliseconds. */
async function timersOf(waitUs: number, options: PlayOptions = {}): Promise<unknown[]> {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const playing = request.play([{ set: { 0: 1 }, waitUs }], options);
  const delays = timers.mock.calls.map(([, delay]) => delay);
  timers.mockRestore();
  time.now += BigInt(waitUs) * 1000n;
  await playing;
  return delays;
}

describe('a wait between steps that the event loop plays', () => {
  it('is a timer for the whole milliseconds of it, without what is spent spinning', async () => {
    expect(await timersOf(5950)).toEqual([5]);
    expect(await timersOf(5050)).toEqual([4]);
    expect(await timersOf(5050, { spinUs: 0 })).toEqual([5]);
  });

  it('is no timer below a millisecond, which would be too long', async () => {
    expect(await timersOf(950)).toEqual([]);
    expect(await timersOf(1050)).toEqual([]);
  });

  it('is one all the same where the processor is to be spared', async () => {
    expect(await timersOf(950, { spinUs: 0 })).toEqual([1]);
  });
});
