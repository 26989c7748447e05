import { expect, it } from 'vitest';
import { createSim, type Sim } from '../../ts/sim.js';
import { interrupt, runExample } from './run-example.js';

const LINES = ['GPIO17', 'GPIO18', 'GPIO27', 'GPIO22'];
const COILS = ['1000', '1100', '0100', '0110', '0010', '0011', '0001', '1001'];
const START_US = 1e6 / 200;

interface State {
  readonly coils: string;
  readonly us: number;
}

/** Writes down what the coils are from now on; levels that change at the same time are one state. */
function watchCoils(sim: Sim, lines: readonly string[]): State[] {
  const states: State[] = [];
  for (const line of lines) {
    sim.line(line).listen((_, timestampNs) => {
      const us = Number(timestampNs) / 1000;
      if (states.at(-1)?.us === us) states.pop();
      states.push({ coils: lines.map((each) => sim.line(each).level).join(''), us });
    });
  }
  return states;
}

async function turn(args: readonly string[], lines = LINES): Promise<State[]> {
  const sim = createSim('pi4', { clock: 'virtual' });
  const states = watchCoils(sim, lines);
  const printed = await runExample(sim, 'stepper', args);
  expect(printed).toBe(`${states.length - 1} half steps\n`);
  expect(sim.openHandles).toEqual([]);
  expect(states.pop()?.coils).toBe('0000');
  return states;
}

/** The order in which half steps follow each other: 1, or -1 for backwards. */
function expectOrder(states: readonly State[], direction: 1 | -1): void {
  expect(states[0]?.coils).toBe('1000');
  for (const [i, { coils }] of states.slice(1).entries()) {
    const before = COILS.indexOf(states[i]?.coils ?? '');
    expect(coils).toBe(COILS.at((before + direction) % 8));
  }
}

it('a stepper turns once, by half steps that follow each other', async () => {
  const states = await turn([]);
  expect(states).toHaveLength(4096);
  expectOrder(states, 1);
});

it('a stepper turns back, and parts of a turn', async () => {
  const states = await turn(
    ['-0.25', '12', 'GPIO5,GPIO6,GPIO13,GPIO19'],
    [...['GPIO5', 'GPIO6', 'GPIO13', 'GPIO19']],
  );
  expect(states).toHaveLength(1024);
  expectOrder(states, -1);
});

it('a stepper speeds up to the speed asked for, holds it, and slows down', async () => {
  const states = await turn(['0.5', '10']);
  const waits = states.slice(1).map(({ us }, i) => us - (states[i]?.us ?? 0));
  const fastest = 60e6 / (10 * 4096);
  expect(waits[0]).toBeCloseTo(START_US, 2);
  expect(Math.min(...waits)).toBeCloseTo(fastest, 2);
  const isFastest = waits.map((wait) => wait < fastest + 0.01);
  const [reached, left] = [isFastest.indexOf(true), isFastest.lastIndexOf(true)];
  expect(waits.length - left).toBe(reached);
  const grows = waits.map((wait, i) => Math.sign(wait - (waits[i - 1] ?? 0)));
  expect(new Set(isFastest.slice(reached, left))).toEqual(new Set([true]));
  expect(new Set(grows.slice(1, reached))).toEqual(new Set([-1]));
  expect(new Set(grows.slice(left + 1))).toEqual(new Set([1]));
  // The acceleration: half steps a second, squared, grow by the same for each of them.
  for (const [i, wait] of waits.slice(0, reached).entries()) {
    expect((1e6 / wait) ** 2 / (200 ** 2 + 1600 * i)).toBeCloseTo(1, 4);
  }
});

it('a stepper that is interrupted leaves its coils without current', async () => {
  const sim = createSim('pi4', { clock: 'virtual' });
  const states = watchCoils(sim, LINES);
  const seen: string[] = [];
  sim.line('GPIO22').listen((level) => {
    if (states.length > 100 && level === 1) interrupt();
  });
  // By its own output, not by its pull once it is released.
  for (const line of LINES) sim.line(line).listen(() => seen.push(sim.line(line).drivenBy));
  expect(await runExample(sim, 'stepper', [])).toBe('');
  expect(states.length).toBeLessThan(120);
  expect(states.at(-1)?.coils).toBe('0000');
  expect(new Set(seen)).toEqual(new Set(['line']));
  expect(sim.openHandles).toEqual([]);
});
