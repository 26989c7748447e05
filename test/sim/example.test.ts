import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Gpiod, load } from '../../ts/index.js';
import { createSim, type Sim, type SimMatchers, simMatchers } from '../../ts/sim.js';

/** The program under test: each press of a button toggles an LED. */
async function toggleByButton(gpiod: Gpiod, signal: AbortSignal): Promise<void> {
  const request = gpiod.requestLines({
    consumer: 'toggle',
    lines: {
      GPIO27: { direction: 'input', bias: 'pull-up', edge: 'falling', debouncePeriodUs: 5000 },
      GPIO17: { direction: 'output', value: 0 },
    },
  });
  try {
    const led = request.line('GPIO17');
    for await (const _ of request.events({ signal })) led.toggle();
  } finally {
    request.release();
  }
}

declare module 'vitest' {
  interface Matchers<T> extends SimMatchers<T> {}
}

expect.extend(simMatchers);

let sim: Sim;
let stop: AbortController;
let running: Promise<void>;

beforeEach(async () => {
  sim = createSim('pi5', { clock: 'virtual' });
  stop = new AbortController();
  running = toggleByButton(await load({ kernel: sim.kernel }), stop.signal);
});

afterEach(async () => {
  stop.abort();
  await expect(running).rejects.toThrow('aborted');
  expect(sim).toHaveNoOpenHandles();
});

/** Closes the button's contact for a while. */
async function press(ms: number): Promise<void> {
  sim.line('GPIO27').pull('down');
  sim.clock.advance(ms);
  sim.line('GPIO27').pull('up');
  sim.clock.advance(20);
  await sim.settle();
}

test('each press toggles the LED', async () => {
  expect(sim.line('GPIO17')).toBeLow();
  await press(50);
  expect(sim.line('GPIO17')).toBeHigh();
  await press(50);
  expect(sim.line('GPIO17')).toBeLow();
});

test('a contact that bounces is one press', async () => {
  for (const level of ['down', 'up', 'down', 'up'] as const) {
    sim.line('GPIO27').pull(level);
    sim.clock.advance(2);
  }
  await press(50);
  expect(sim.line('GPIO17').history()).toMatchObject([{ level: 1 }]);
});

test('a press shorter than the debounce period is none', async () => {
  await press(4);
  expect(sim.line('GPIO17').history()).toEqual([]);
});
