import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gpiod } from '../../ts/api/gpiod.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { PlayOptions, PlaySyncOptions } from '../../ts/api/play-options.js';
import type { Step } from '../../ts/api/sequence.js';
import { loadSync } from '../../ts/load.js';
import type { SimChip } from '../../ts/sim/sim-chip.js';
import { SimKernel } from '../../ts/sim/sim-kernel.js';

const output = { direction: 'output' } as const;

let kernel: SimKernel;
let sim: SimChip;
let gpiod: Gpiod;
let request: LineRequest;

beforeEach(() => {
  kernel = new SimKernel();
  sim = kernel.plug({ lines: 4, names: ['LED', 'RED', 'BUTTON'] });
  gpiod = loadSync({ kernel });
  using chip = gpiod.openChip(0);
  request = chip.requestLines({
    lines: { LED: output, 1: output, BUTTON: { direction: 'input' } },
  });
});

afterEach(() => {
  request.release();
  expect(kernel.openHandles).toEqual([]);
});

describe('a sequence', () => {
  /** What is wrong with steps, as the TypeError says. */
  function refusal(steps: unknown): string {
    try {
      request.sequence(steps as Step[]);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
      return (error as TypeError).message;
    }
    throw new Error('the steps were taken');
  }

  it.each([
    [[{ set: { 3: 1 } }], /^step 0: line 3 is not in this request, which holds/],
    [[{ waitUs: 1 }, { get: ['LEDS'] }], /^step 1: line LEDS .* Did you mean LED/],
    [[{ set: { LED: 2 } }], /^step 0: line LED's value is 2/],
    [[{ set: { LED: undefined } }], /^step 0: line LED's value is undefined/],
    [[{ set: { LED: 1, 0: 0 } }], /^step 0: a line is set twice, by its offset and by its name/],
    [[{ set: [1] }], /^step 0: the values are an array/],
    [[{ get: 'LED' }], /^step 0: lines are given as an array/],
    [[{ get: [0, 1, 2, 0] }], /^step 0: 4 lines are asked for, but the request has 3/],
    [[{ set: {} }], /^step 0: it sets no line/],
    [[{ get: [] }], /^step 0: it reads no line/],
    [[{ set: { LED: 1 }, get: [1] }], /^step 0: it sets and reads: make two steps/],
    [[{ waitUs: 0 }, {}], /^step 1: it does nothing/],
    [[{ waitUs: 0 }, null], /^step 1: it is null/],
    [new Array(2), /^step 0: it is undefined/],
    [[[1]], /^step 0: it is an array/],
    [[{ waitMs: 1 }], /^step 0: there is no 'waitMs': a step has set, get, waitUs/],
    [[{ waitUs: -1 }], /^step 0: waitUs is -1/],
    [[{ waitUs: Number.NaN }], /^step 0: waitUs is NaN/],
    [[{ waitUs: Number.POSITIVE_INFINITY }], /^step 0: waitUs is Infinity/],
    [[{ waitUs: 1e16 }], /^step 0: waitUs is 1.* from 0 to 9007199254740$/],
    [[{ waitUs: '5' }], /^step 0: waitUs is '5'/],
    [[], /^a sequence is an array of steps/],
    ['LED', /^a sequence is an array of steps/],
  ])('cannot be made of %o', (steps, message) => {
    expect(refusal(steps)).toMatch(message);
  });

  it('has steps by the million at most', () => {
    const steps: Step[] = new Array(2 ** 20 + 1).fill({ waitUs: 1 });
    expect(() => request.sequence(steps)).toThrow(/^1048577 steps are too many/);
    expect(request.sequence(steps.slice(0, 10_000))).toHaveLength(10_000);
  });

  it('changes nothing while it is prepared, not even where it cannot be', () => {
    const sequence = request.sequence([{ set: { LED: 1 } }, { get: ['LED'] }]);
    refusal([{ set: { LED: 1 } }, { set: { 7: 1 } }]);
    expect(sim.line(0).level).toBe(0);
    expect(request.getValues()).toEqual([0, 0, 0]);
    request.setValue(1, 1);
    expect(sim.line(1).level).toBe(1);
    expect(sequence).toHaveLength(2);
  });

  it('belongs to the request it was made for', async () => {
    using chip = gpiod.openChip(0);
    using other = chip.requestLines({ lines: { 3: output } });
    const sequence = other.sequence([{ set: { 3: 1 } }]);
    expect(() => request.playSync(sequence)).toThrow(/belongs to another request/);
    await expect(request.play(sequence)).rejects.toThrow(TypeError);
  });
});

describe('the options of playing', () => {
  const steps: Step[] = [{ set: { LED: 1 } }];

  it.each([
    [{ repeat: 0 }, /^repeat is 0: it has to be a whole number from 1, or Infinity/],
    [{ repeat: 1.5 }, /^repeat is 1\.5/],
    [{ repeat: '2' }, /^repeat is '2'/],
    [{ repeat: Number.NaN }, /^repeat is NaN/],
    [{ waitsFrom: 'end' }, /^waitsFrom is 'end': it has to be 'step' or 'start'/],
    [{ spinUs: '5' }, /^spinUs is '5'/],
    [{ spinUs: -1 }, /^spinUs is -1/],
    [{ spinUs: 2e6 }, /^spinUs is 2000000: .* from 0 to 1000000/],
    [{ timestamps: 1 }, /^timestamps is 1/],
    [{ times: 3 }, /^play\(\) has no option 'times': there are repeat, .*, signal/],
    [{ signal: 'stop' }, /^signal is 'stop'/],
    [{ repeat: Number.POSITIVE_INFINITY, timestamps: true }, /^what is repeated without end/],
    [null, /^the options are null/],
  ])('refuses %o', async (options, message) => {
    const play = request.play(steps, options as PlayOptions);
    await expect(play).rejects.toThrow(TypeError);
    await expect(play).rejects.toThrow(message);
    expect(sim.line(0).level).toBe(0);
  });

  it.each([
    [
      { repeat: Number.POSITIVE_INFINITY },
      /^repeat is Infinity: it has to be a whole number from 1$/,
    ],
    [{ signal: new AbortController().signal }, /^playSync\(\) has no option 'signal'/],
    [{ times: 3 }, /^playSync\(\) has no option 'times'/],
  ])('at once refuses %o', (options, message) => {
    expect(() => request.playSync(steps, options as PlaySyncOptions)).toThrow(message);
  });

  it('without end refuses steps that read', async () => {
    const repeat = Number.POSITIVE_INFINITY;
    await expect(request.play([{ get: [1] }], { repeat })).rejects.toThrow(/without end/);
  });

  it('keeps no more timestamps and values than fit into memory', async () => {
    const many = { repeat: 1e9 };
    await expect(request.play(steps, { ...many, timestamps: true })).rejects.toThrow(
      'this leaves 1000000000 timestamps or values, and there is room for 4194304',
    );
    expect(() => request.playSync([{ get: [1] }], many)).toThrow(RangeError);
  });
});
