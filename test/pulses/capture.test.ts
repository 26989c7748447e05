import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LineRequest, load } from '../../ts/index.js';
import { type Capture, type CaptureOptions, capturePulses } from '../../ts/pulses.js';
import { createSim, type Sim, type SimLine } from '../../ts/sim.js';

let sim: Sim;
let line: SimLine;
let request: LineRequest;

beforeEach(async () => {
  sim = createSim('pi5', { clock: 'virtual' });
  line = sim.line('GPIO4');
  const gpiod = await load({ kernel: sim.kernel });
  request = gpiod.requestLines({ lines: { GPIO4: { direction: 'input', edge: 'both' } } });
});

afterEach(() => {
  request.release();
  expect(sim.openHandles).toEqual([]);
});

function capture(options: Partial<CaptureOptions>): Promise<Capture> {
  return capturePulses(request.line('GPIO4'), { idle: 0, ...options });
}

/** Changes the level, up first, after so many milliseconds each. */
function* swing(pauses: readonly number[]): Generator<void> {
  for (const [i, ms] of pauses.entries()) {
    sim.clock.advance(ms);
    line.pull(i % 2 === 0 ? 'up' : 'down');
    yield;
  }
}

describe('a capture that ends once the line is still', () => {
  it('goes on for as long as edges come in time', async () => {
    const pulses = capture({ quietMs: 10 });
    await sim.settle();
    for (const _ of swing([1, 6, 7, 8])) await sim.settle();
    sim.clock.advance(10);
    expect(await pulses).toMatchObject({ pulses: [6e6, 7e6, 8e6], ended: 'quiet' });
  });

  it('is without the edges after the stillness, even where all are read at once', async () => {
    const trigger = (): void => void [...swing([1, 3, 10, 2])];
    const pulses = await capture({ quietMs: 10, count: 3, trigger });
    expect(pulses).toMatchObject({ pulses: [3e6], level: 1, ended: 'quiet' });
  });
});

it('a capture whose request is released has ended by that, whatever time passes at once', async () => {
  const pulses = capture({ durationMs: 10 });
  await sim.settle();
  request.release();
  sim.clock.advance(10);
  expect(await pulses).toMatchObject({ pulses: [], ended: 'released' });
});
