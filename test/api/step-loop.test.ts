import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { PlayOptions } from '../../ts/api/play-options.js';
import { loadSync } from '../../ts/load.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';
import { VirtualClock } from '../../ts/sim/virtual-clock.js';

const time = vi.hoisted(() => ({ now: 1_000_000_000n }));
vi.mock('../../ts/kernel/monotonic.js', () => ({ monotonic: () => time.now }));

let request: LineRequest;

function requestOf(kernel: SimKernel): LineRequest {
  kernel.plug({ lines: 1 });
  using chip = loadSync({ kernel }).openChip(0);
  return chip.requestLines({ lines: { 0: { direction: 'output' } } });
}

beforeEach(() => {
  request = requestOf(new SimKernel());
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

describe('trains one after the other, none of which waits', () => {
  /** How often the event loop has its turn meanwhile. */
  async function turnsOf(on: LineRequest, trains: number, repeat: number): Promise<number> {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    for (let i = 0; i < trains; i += 1) await on.play([{ set: { 0: 1 } }], { repeat });
    clearImmediate(immediate);
    return turns;
  }

  it('leave the event loop its turns', async () => {
    expect(await turnsOf(request, 5000, 1)).toBeGreaterThanOrEqual(9);
  });

  it('do so where time stands still', async () => {
    using still = requestOf(new SimKernel({ clock: new VirtualClock() }));
    expect(await turnsOf(still, 5, 50_000)).toBe(2);
  });

  it('need none where they are few', async () => {
    expect(await turnsOf(request, 10, 10)).toBe(0);
  });
});
