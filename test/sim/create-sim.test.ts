import { afterEach, describe, expect, test } from 'vitest';
import type { Gpiod } from '../../ts/api/gpiod.js';
import { loadSync } from '../../ts/load.js';
import { createSim, presetNames, type Sim, type SimMatchers, simMatchers } from '../../ts/sim.js';

const open: Disposable[] = [];

/** Something to close after the test. */
function keep<T extends Disposable>(one: T): T {
  open.push(one);
  return one;
}

afterEach(() => {
  for (const one of open.splice(0).reverse()) one[Symbol.dispose]();
});

function program(sim: Sim): Gpiod {
  return loadSync({ kernel: sim.kernel });
}

const circle: { self?: unknown } = {};
circle.self = circle;
const panel = { chips: [{ label: 'panel', lines: ['BUTTON', 'LED', null, 'SPARE'] }] };

describe.each(presetNames)('createSim(%j)', (name) => {
  test('gives a machine that libgpiod finds its way about', () => {
    const sim = createSim(name);
    const gpiod = program(sim);
    expect(gpiod.chips().map(({ label }) => label)).toEqual(sim.chips.map(({ label }) => label));
    for (const { path } of gpiod.chips()) {
      const chip = keep(gpiod.openChip(path));
      for (const { used, consumer } of chip.lines()) expect(used).toBe(consumer !== undefined);
    }
  });
});

test('the kernel holds the lines of a preset that its drivers use', () => {
  const sim = createSim('pi4');
  const chip = keep(program(sim).openChip({ label: 'raspberrypi-exp-gpio' }));
  expect(chip.lineInfo('PWR_LED_OFF')).toMatchObject({
    used: true,
    consumer: 'PWR',
    direction: 'output',
    activeLow: true,
  });
  expect(sim.line('PWR_LED_OFF')).toMatchObject({ level: 0, drivenBy: 'line', consumer: 'PWR' });
  expect(() => chip.requestLines({ lines: { PWR_LED_OFF: {} } })).toThrow(/EBUSY/);
});

describe('descriptions', () => {
  test('lines are a number, names, or objects', () => {
    const sim = createSim({
      chips: [
        { lines: 4 },
        {
          label: 'mixed',
          lines: [
            'A',
            null,
            { name: 'UP', pull: 'up' },
            { name: 'HELD', used: 'driver' },
            { name: 'HOG', hog: { name: 'power', direction: 'output-high', activeLow: true } },
            { name: 'RESERVED', reserved: true },
            {},
          ],
        },
      ],
    });
    const gpiod = program(sim);
    expect(gpiod.chips()).toMatchObject([
      { name: 'gpiochip0', label: 'gpio-sim.0-node0', numLines: 4 },
      { name: 'gpiochip1', label: 'mixed', numLines: 7 },
    ]);
    const chip = keep(gpiod.openChip('gpiochip1'));
    expect(chip.lines()).toMatchObject([
      { name: 'A', used: false },
      { name: undefined, used: false },
      { name: 'UP', used: false },
      { name: 'HELD', used: true, consumer: 'driver', direction: 'input' },
      { name: 'HOG', used: true, consumer: 'power', direction: 'output', activeLow: true },
      { name: 'RESERVED', used: true },
      { name: undefined, used: false },
    ]);
    expect([sim.line('UP').level, sim.line('UP').history()]).toEqual([1, []]);
    expect(sim.line('HOG').level).toBe(0);
  });

  test.each<[string, unknown, string]>([
    ['no object', 5, 'a simulated machine is an object with chips, not 5'],
    ['no chips', {}, 'chips: it is a list of chips, missing'],
    ['a misspelt property', { chps: [] }, 'chps: there is no such property; did you mean chips?'],
    [
      'a misspelt property of a chip',
      { chips: [{ lins: 4 }] },
      'chips[0].lins: there is no such property; did you mean lines?',
    ],
    ['a chip without lines', { chips: [{}] }, 'chips[0].lines: it is a number of lines, or a list'],
    ['no line', { chips: [{ lines: [] }] }, 'chips[0].lines: a chip has 1 to 1024 lines, not 0'],
    ['too many lines', { chips: [{ lines: 1025 }] }, 'a chip has 1 to 1024 lines, not 1025'],
    ['no number', { chips: [{ lines: Number.NaN }] }, 'or a list of them, not NaN'],
    ['what JSON cannot say', { chips: [{ lines: 5n }] }, 'or a list of them, not 5'],
    ['a long story', { chips: 'x'.repeat(99) }, `a list of chips, not "${'x'.repeat(59)}…`],
    [
      'a wire to nowhere',
      { chips: [{ lines: ['A'] }], wires: [['A', '']] },
      'wires[0][1]: a line is a name, or CHIP:OFFSET, not ""',
    ],
    [
      'a wire of three ends',
      { chips: [{ lines: ['A'] }], wires: [['A', 'A', 'A']] },
      'wires[0]: a wire is a pair of lines: ["GPIO17", "GPIO27"], not a list of 3',
    ],
    ['what contains itself', { chips: [{ lines: circle }] }, 'or a list of them, not an object'],
    ['half a line', { chips: [{ lines: 1.5 }] }, 'chips[0].lines: it is a number of lines'],
    [
      'a label that is none',
      { chips: [{ label: 1, lines: 1 }] },
      "chips[0].label: a chip's label is a string, not 1",
    ],
    [
      'a name that is none',
      { chips: [{ lines: [1] }] },
      'chips[0].lines[0]: a line is a name, null or an object, not 1',
    ],
    [
      'a name in an object',
      { chips: [{ lines: 4 }, { lines: [null, { name: 5 }] }] },
      "chips[1].lines[1].name: a line's name is a string, not 5",
    ],
    [
      'a name too long for the kernel',
      { chips: [{ lines: ['ä'.repeat(16)] }] },
      "chips[0].lines[0]: a line's name has at most 31 bytes, not 32",
    ],
    [
      'a pull to the side',
      { chips: [{ lines: [{ pull: 'left' }] }] },
      "chips[0].lines[0].pull: it is 'up' or 'down', not \"left\"",
    ],
    [
      'a hog without a direction',
      { chips: [{ lines: [{ hog: { name: 'x' } }] }] },
      'chips[0].lines[0].hog.direction: it is one of input, output-low, output-high, missing',
    ],
    [
      'a line that is held twice',
      { chips: [{ lines: [{ used: 'x', reserved: true }] }] },
      'chips[0].lines[0]: a line is only one of hog, used and reserved',
    ],
    [
      'a wire with one end',
      { chips: [{ lines: 1 }], wires: [['A']] },
      'wires[0]: a wire is a pair',
    ],
    [
      'a wire to a line that there is not',
      {
        ...panel,
        wires: [
          ['BUTTON', 'LED'],
          ['BUTTON', 'LEDD'],
        ],
      },
      "wires[1]: there is no line 'LEDD'; the nearest: LED",
    ],
  ])('%s: says where', (_, description, message) => {
    const create = (): unknown => createSim(description as typeof panel);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });

  test('a preset that does not exist lists those that do', () => {
    expect(() => createSim('pi6')).toThrow(/^there is no preset 'pi6'; there are: pi\d.*, cm5/);
  });

  test('a clock that does not exist is refused', () => {
    expect(() => createSim(panel, { clock: 'sundial' as 'real' })).toThrow(TypeError);
    const slip: object = { clocks: 'virtual' };
    expect(() => createSim(panel, slip)).toThrow(
      "createSim() has no option 'clocks': there are clock",
    );
  });
});

describe('chips and lines', () => {
  test('are found by name, label, path, number and offset', () => {
    const sim = createSim({ chips: [{ lines: 2 }, ...panel.chips] });
    const chip = sim.chip('panel');
    for (const id of [1, 'gpiochip1', '/dev/gpiochip1', chip]) expect(sim.chip(id)).toBe(chip);
    const line = sim.line('LED');
    for (const id of ['gpiochip1:1', 'panel:1', line]) expect(sim.line(id)).toBe(line);
  });

  test('are found although another chip has their name as its label', () => {
    const sim = createSim({ chips: [{ label: 'gpiochip1', lines: 2 }, ...panel.chips] });
    expect(sim.chip('gpiochip1')).toBe(sim.chip('panel'));
    expect(sim.line('gpiochip1:1')).toBe(sim.line('LED'));
  });

  test('that do not exist name those that do', () => {
    const sim = createSim(panel);
    expect(() => sim.line('BUTON')).toThrow("there is no line 'BUTON'; the nearest: BUTTON");
    expect(() => sim.line('gpiochip0:9')).toThrow('gpiochip0 has lines 0 to 3, not 9');
    expect(() => sim.line('gpiochip7:0')).toThrow(
      "no chip 'gpiochip7'; there are: gpiochip0 [panel]",
    );
    expect(() => sim.wire('BUTTON', 'LAD')).toThrow(RangeError);
    expect(() => sim.line('')).toThrow(TypeError);
    expect(() => sim.chip(3)).toThrow('there is no chip 3');
  });

  test('a name that several lines have is the first one', () => {
    const sim = createSim({ chips: [{ lines: ['A', 'X'] }, { lines: ['X'] }] });
    expect(sim.line('X').chipName).toBe('gpiochip0');
  });

  test('come and go', () => {
    const sim = createSim(panel);
    const gpiod = program(sim);
    const chip = sim.plug({ label: 'extra', lines: ['EXTRA'] });
    const extra = sim.line('EXTRA');
    const opened = keep(gpiod.openChip(chip.path));
    sim.unplug('extra');
    expect(() => opened.lineInfo(0)).toThrow(/ENODEV/);
    expect(() => sim.line('EXTRA')).toThrow(RangeError);
    expect(() => extra.pull('up')).toThrow('unplugged');
    expect(() => sim.plug({ lines: 0 })).toThrow('chip.lines: a chip has 1 to 1024 lines, not 0');
  });
});

describe('levels', () => {
  test('follow pulls, programs and wires, and are remembered', () => {
    const sim = createSim(panel, { clock: 'virtual' });
    const startNs = sim.clock.now();
    const gpiod = program(sim);
    sim.wire('LED', 'SPARE');
    const request = keep(gpiod.requestLines({ lines: { LED: { direction: 'output', value: 0 } } }));
    sim.clock.advance(3);
    request.setValue('LED', 1);
    expect(sim.line('LED')).toMatchObject({ level: 1, drivenBy: 'line', direction: 'output' });
    expect(sim.line('SPARE')).toMatchObject({ level: 1, drivenBy: 'wire', direction: 'input' });
    sim.clock.advance(0.5);
    request.setValue('LED', 0);
    expect(sim.line('SPARE').history()).toEqual([
      { level: 1, timestampNs: startNs + 3_000_000n },
      { level: 0, timestampNs: startNs + 3_500_000n },
    ]);
    sim.line('SPARE').clearHistory();
    expect(sim.line('SPARE').history()).toEqual([]);
    sim.line('BUTTON').pull('up');
    expect(sim.line('BUTTON')).toMatchObject({ level: 1, drivenBy: 'pull' });
  });
});

describe('time', () => {
  test('is real unless it is asked to be virtual', () => {
    const sim = createSim(panel);
    expect(() => sim.clock.advance(1)).toThrow("createSim(..., { clock: 'virtual' })");
    expect(sim.clock.now()).toBeGreaterThan(0n);
  });

  test('that is virtual stands still until it is advanced', () => {
    const sim = createSim(panel, { clock: 'virtual' });
    const before = sim.clock.now();
    expect(sim.clock.now()).toBe(before);
    sim.clock.advance(1.5);
    expect(sim.clock.now() - before).toBe(1_500_000n);
    expect(() => sim.clock.advance(-1)).toThrow(RangeError);
  });
});

test('settle() lets programs hear of all that has happened', async () => {
  const sim = createSim(panel, { clock: 'virtual' });
  const request = keep(
    program(sim).requestLines({
      lines: { BUTTON: { direction: 'input', edge: 'both' }, LED: { direction: 'output' } },
    }),
  );
  const follow = (async () => {
    for await (const { type } of request.events())
      request.setValue('LED', type === 'rising' ? 1 : 0);
  })();
  await sim.settle();
  sim.line('BUTTON').pull('up');
  await sim.settle();
  expect(sim.line('LED').level).toBe(1);
  sim.line('BUTTON').pull('down');
  await sim.settle();
  expect(sim.line('LED').level).toBe(0);
  request.release();
  await follow;
});

describe('matchers', () => {
  const { toBeHigh, toBeLow, toBeRequested, toHaveNoOpenHandles } = simMatchers;

  test('of levels', () => {
    const sim = createSim(panel);
    const line = sim.line('LED');
    expect([toBeHigh(line).pass, toBeLow(line).pass]).toEqual([false, true]);
    expect(toBeHigh(line).message()).toBe(
      'LED (gpiochip0:1), driven by its pull, should be high, but is low',
    );
    expect(toBeLow(sim.line('panel:2')).message()).toBe(
      'gpiochip0:2, driven by its pull, is low, and should not be',
    );
  });

  test('of requests and open handles', () => {
    const sim = createSim(panel);
    const led = sim.line('LED');
    expect([toBeRequested(led).pass, toHaveNoOpenHandles(sim).pass]).toEqual([false, true]);
    expect(toHaveNoOpenHandles(sim).message()).toBe('something should be open');
    const request = program(sim).requestLines({ consumer: 'me', lines: { LED: {} } });
    expect([toBeRequested(led).pass, toBeRequested(led, 'me').pass]).toEqual([true, true]);
    expect(toBeRequested(led, 'you').message()).toContain("be requested by 'you'; 'me' has it");
    expect(toHaveNoOpenHandles(sim).pass).toBe(false);
    expect(toHaveNoOpenHandles(sim).message()).toContain('request gpiochip0: 1');
    request.release();
    expect(toHaveNoOpenHandles(sim).pass).toBe(true);
  });

  test('extend expect', () => {
    expect.extend(simMatchers);
    const sim = createSim(panel);
    const line = sim.line('LED');
    const extended = expect as unknown as (
      one: unknown,
    ) => SimMatchers<void> & { not: SimMatchers };
    extended(line).toBeLow();
    extended(line).not.toBeHigh();
    extended(sim).toHaveNoOpenHandles();
    expect(() => extended(line).toBeHigh()).toThrow('should be high, but is low');
  });
});
