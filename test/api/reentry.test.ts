import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import { type Gpiod, loadSync } from '../../ts/index.js';
import { createSim, type Sim, type SimLine } from '../../ts/sim.js';
import { failure, rejection } from '../conformance/failure.js';

/** What is called while a call of the API is under way: listeners of a simulated machine's lines. */

const output = { direction: 'output' } as const;
const swing = [
  { set: { LED: 1 }, waitUs: 1000 },
  { set: { LED: 0 }, waitUs: 1000 },
] as const;

let sim: Sim;
let gpiod: Gpiod;
let chip: Chip;
let request: LineRequest;
let led: SimLine;
const others: LineRequest[] = [];

beforeEach(() => {
  sim = createSim({ chips: [{ lines: ['LED', 'RED', 'BUTTON'] }] }, { clock: 'virtual' });
  gpiod = loadSync({ kernel: sim.kernel });
  chip = gpiod.openChip(0);
  request = chip.requestLines({ lines: { LED: output, RED: output } });
  led = sim.line('LED');
});

afterEach(() => {
  for (const each of [request, ...others.splice(0)]) each.release();
  chip.close();
  expect(sim.openHandles).toEqual([]);
});

/** Calls `then` at the line's so-and-so-many-th change. */
function atChange(line: SimLine, count: number, then: () => void): void {
  let changes = 0;
  line.listen(() => {
    changes += 1;
    if (changes === count) then();
  });
}

/** Releases the request, and requests a line whose descriptor is then the same. */
function replace(): void {
  const { fd } = request;
  request.release();
  const other = chip.requestLines({ lines: { BUTTON: output } });
  others.push(other);
  expect(other.fd).toBe(fd);
}

describe('steps that bring about what ends them', () => {
  it('end after the step under way, by abort', async () => {
    const controller = new AbortController();
    atChange(led, 4, () => controller.abort());
    const played = request.play(swing, { repeat: 20, signal: controller.signal });
    sim.clock.advance(100);
    await expect(played).rejects.toMatchObject({ name: 'AbortError' });
    sim.clock.advance(100);
    expect(led.history()).toHaveLength(4);
  });

  it.each([1, 2])('never reach another request, where the %i. releases theirs', async (step) => {
    atChange(led, step, replace);
    const played = rejection(request.play(swing, { repeat: 20 }));
    sim.clock.advance(100);
    expect((await played).code).toBe('EBADF');
    expect(sim.line('BUTTON').history()).toEqual([]);
  });

  it('never reach another request where they are played at once', () => {
    atChange(led, 1, replace);
    expect(failure(() => request.playSync(swing, { repeat: 20 })).code).toBe('EBADF');
    expect(sim.line('BUTTON').history()).toEqual([]);
  });

  it('are alone while they are played at once: EBUSY', async () => {
    const codes: unknown[] = [];
    atChange(led, 1, () => {
      codes.push(failure(() => request.playSync(swing)).code);
      codes.push(failure(() => request.reconfigure({ LED: output })).code);
    });
    expect(request.playSync(swing).steps).toBe(2);
    expect(codes).toEqual(['EBUSY', 'EBUSY']);
    request.reconfigure({ LED: output });
  });
});

describe('a line that is set while it is being set', () => {
  /** What both outputs are at, and what they are at after they are made outputs once more. */
  const values = (): unknown => {
    const before = request.getValues();
    request.reconfigure({ LED: output, RED: output });
    return [before, request.getValues()];
  };

  it('has been told the newer value, by setValue()', () => {
    atChange(led, 1, () => request.setValue('LED', 0));
    request.setValue('LED', 1);
    expect(values()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('has been told the newer value, by setValues() for all lines or one', () => {
    request.setValues({ LED: 0, RED: 1 });
    atChange(led, 1, () => request.setValues({ LED: 1, RED: 0 }));
    request.setValues({ LED: 1, RED: 1 });
    expect(values()).toEqual([
      [1, 0],
      [1, 0],
    ]);
    atChange(led, 1, () => request.setValues({ LED: 1 }));
    request.setValues({ LED: 0 });
    expect(values()).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('has been told the newer value, by reconfigure()', () => {
    atChange(led, 1, () => request.setValue('LED', 0));
    request.reconfigure({ LED: { ...output, value: 1 } });
    expect(values()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('can be toggled back', () => {
    atChange(led, 1, () => expect(request.line('LED').toggle()).toBe(0));
    expect(request.line('LED').toggle()).toBe(1);
    expect(led.level).toBe(0);
  });
});

it.each([
  ['setValue()', 'EPERM', () => request.setValue('BUTTON', 1)],
  ['setValues()', 'EPERM', () => request.setValues({ LED: 0, BUTTON: 1 })],
  ['setValues() for all', 'EPERM', () => request.setValues({ LED: 0, RED: 1, BUTTON: 1 })],
  [
    'reconfigure()',
    'EINVAL',
    () => request.reconfigure({ LED: { ...output, value: 0, edge: 'both' }, BUTTON: output }),
  ],
])('%s notes nothing where it fails', (_, code, call) => {
  request.release();
  request = chip.requestLines({
    lines: { LED: { ...output, value: 1 }, RED: output, BUTTON: { direction: 'input' } },
  });
  expect(failure(call).code).toBe(code);
  expect(request.settings('LED').edge).toBe('none');
  request.reconfigure({ LED: output, RED: output, BUTTON: output });
  expect(request.getValues()).toEqual([1, 0, 0]);
});

it('a pulse that a listener makes has a rising and a falling edge', () => {
  request.release();
  request = chip.requestLines({
    lines: { LED: output, BUTTON: { direction: 'input', edge: 'both' } },
  });
  atChange(led, 1, () => {
    sim.line('BUTTON').pull('up');
    sim.line('BUTTON').pull('down');
  });
  request.setValue('LED', 1);
  expect(request.readEdgeEvents().map(({ type }) => type)).toEqual(['rising', 'falling']);
});

it('a line that a listener requests has no edge of what came before', () => {
  const lines = { BUTTON: { direction: 'input', edge: 'both', bias: 'pull-up' } } as const;
  atChange(led, 1, () => others.push(chip.requestLines({ lines })));
  request.setValue('LED', 1);
  expect(others.map((other) => other.getValue('BUTTON'))).toEqual([1]);
  expect(others.map((other) => other.readEdgeEvents())).toEqual([[]]);
});

it('memory that grows while lines are requested harms nobody', () => {
  request.release();
  atChange(led, 1, () => gpiod.raw.alloc(2 * gpiod.raw.memory.bytes.length));
  request = chip.requestLines({ lines: { LED: { ...output, value: 1 }, RED: output } });
  expect(request.getValues()).toEqual([1, 0]);
});
