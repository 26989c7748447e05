import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type LineRequest, load } from '../../ts/index.js';
import { type CaptureOptions, capturePulses, readDht } from '../../ts/pulses.js';
import { createSim, type Sim, type SimLine } from '../../ts/sim.js';

let sim: Sim;
let line: SimLine;
let request: LineRequest;

beforeEach(async () => {
  sim = createSim({ chips: [{ label: 'sensors', lines: ['DATA'] }] });
  line = sim.line('DATA');
  line.pull('up');
  const gpiod = await load({ kernel: sim.kernel });
  const lines = { DATA: { direction: 'input', edge: 'both' } } as const;
  request = gpiod.requestLines({ eventBufferSize: 128, lines });
});

afterEach(() => {
  vi.useRealTimers();
  request.release();
  expect(sim.openHandles).toEqual([]);
});

it('a start signal lasts for as long as the sensor wants it to, at least', async () => {
  line.clearHistory();
  const reading = readDht(request.line('DATA'), 'dht22', { retries: 0 });
  await expect(reading).rejects.toMatchObject({ code: 'no-response' });
  const [low, high, ...more] = line.history();
  expect([low?.level, high?.level, more]).toEqual([0, 1, []]);
  expect(Number((high?.timestampNs ?? 0n) - (low?.timestampNs ?? 0n))).toBeGreaterThan(0.8e6);
  expect(request.settings('DATA')).toMatchObject({ direction: 'input', edge: 'both' });
});

const limits = { idle: 1, timeoutMs: 60_000, durationMs: 60_000, quietMs: 60_000 } as const;

async function capturing(
  options: Partial<CaptureOptions>,
  end: () => void,
): Promise<{ ended: string; timers: number }> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const capture = capturePulses(request.line('DATA'), { ...limits, ...options });
  await sim.settle();
  line.pull('down');
  await sim.settle();
  expect(vi.getTimerCount()).toBe(3);
  end();
  const { ended } = await capture;
  return { ended, timers: vi.getTimerCount() };
}

it('no timer is left by a capture that has its pulses', async () => {
  const end = (): void => line.pull('up');
  expect(await capturing({ count: 1 }, end)).toEqual({ ended: 'count', timers: 0 });
});

it('no timer and no listener is left by a capture that is aborted', async () => {
  const stop = new AbortController();
  const removed = vi.spyOn(stop.signal, 'removeEventListener');
  const end = (): void => stop.abort();
  const { signal } = stop;
  expect(await capturing({ signal }, end)).toEqual({ ended: 'signal', timers: 0 });
  expect(removed).toHaveBeenCalled();
});

it('no timer is left by a capture whose request is released', async () => {
  const end = (): void => request.release();
  expect(await capturing({}, end)).toEqual({ ended: 'released', timers: 0 });
});

it('no timer is left by a capture whose chip is unplugged', async () => {
  const end = (): void => sim.unplug(0);
  await expect(capturing({}, end)).rejects.toMatchObject({ code: 'ENODEV' });
  expect(vi.getTimerCount()).toBe(0);
});
