import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootRaspberryPi, type GivenPi } from '../../../scripts/machines/raspberry-pi/boot.js';
import type { Levels, Registers } from '../../../scripts/machines/raspberry-pi/registers.js';
import { inRoot } from '../../../scripts/support/root.js';
import { preset } from '../../../ts/sim/presets/presets.js';
import { temporaryFolder } from '../../package/npm.js';
import { examples } from '../../sandbox/plugin-sources.js';
import { compilePlugins } from '../../sandbox/plugin-support.js';
import { testMachine } from '../../support/test-machine.js';
import { bundleProgram, installPackage } from '../prepare.js';

const { folder, remove } = temporaryFolder();
const answers = new Map<string, unknown>();
/** What the program has printed besides answers. */
const said: string[] = [];
let given: GivenPi;
let status: number;

/** What the program asks is done to the controller; all else is kept. */
async function onLine(line: string, registers: Registers): Promise<string | undefined> {
  if (!line.startsWith('["')) {
    said.push(line);
    return undefined;
  }
  const [part, found] = JSON.parse(line) as [string, unknown];
  if (part !== 'outside') {
    answers.set(part, found);
    return undefined;
  }
  if (found !== null) await registers.drive(...(found as [line: number, level: 0 | 1]));
  return JSON.stringify(await registers.levels());
}

beforeAll(async () => {
  given = JSON.parse(process.env.LIBGPIOD_WASM_TEST_PI ?? '') as GivenPi;
  const program = join(folder, 'program');
  mkdirSync(program);
  await installPackage(program);
  const source = inRoot('test', 'machines', 'raspberry-pi', 'guest', 'program.ts');
  await bundleProgram(source, join(program, 'program.mjs'));
  const { blink } = await compilePlugins({ blink: examples.blink });
  writeFileSync(join(program, 'blink.wasm'), blink);
  status = await bootRaspberryPi({ ...given, program, onLine });
});
afterAll(remove);

const held = (high: readonly number[], outputs: readonly number[]): Levels => ({ high, outputs });

describe('a program on an emulated Raspberry Pi', () => {
  it('runs on the machine that it is meant for', () => {
    const { model } = preset(given.board.preset);
    expect(answers.get('machine')).toContain(model);
    expect(answers.get('process')).toEqual([testMachine.arch, testMachine.version]);
    expect(answers.get('kernel')).toContain(given.board.kernel.flavour);
  });

  it('ends by itself, without a complaint', () => {
    expect([status, said]).toEqual([0, []]);
  });

  it('finds the chips and lines that the simulated machine has', () => {
    const { chips } = preset(given.board.preset);
    const simulated = chips.map(({ label, lines, names }) => {
      const named = names.split(',');
      return { label, names: Array.from({ length: lines }, (_, i) => named[i] || null) };
    });
    expect(answers.get('chips')).toEqual(simulated);
  });

  it('finds a line by its name', () => {
    expect(answers.get('found')).toEqual(['pinctrl-bcm2835', 17]);
  });

  it('makes a line an output at the level that is asked for', () => {
    const before = answers.get('outputs of the board') as number[];
    const outputs = [...before, 17].sort((a, b) => a - b);
    expect(answers.get('taken as an output')).toEqual([1, held([17], outputs)]);
    expect(answers.get('cleared')).toEqual([0, held([], outputs)]);
  });

  it('sets lines of both registers in one call, and no other', () => {
    const many = answers.get('many') as Record<string, number[]>;
    expect(many.set).toHaveLength(9);
    expect(many).toMatchObject({ read: many.set, high: many.set, outputs: many.requested });
    expect(answers.get('none')).toEqual([]);
  });

  it('reads inputs, active-low ones inverted', () => {
    expect(answers.get('inputs')).toEqual([
      [
        [0, 1],
        [1, 1],
        [1, 0],
        [0, 1],
      ],
      [],
    ]);
  });

  it('drives an active-low output to the other level', () => {
    expect(answers.get('active-low')).toEqual([1, held([], [17])]);
    expect(answers.get('made active-high')).toEqual([1, held([17], [17])]);
  });

  it('makes an output an input with any bias while it holds it', () => {
    expect(answers.get('made an input')).toEqual(['input', 'pull-up', []]);
    expect(answers.get('bias')).toBe('disabled');
  });

  it('lets go of an open-drain line that is high, and pulls it down', () => {
    expect(answers.get('open drain, high')).toEqual([]);
    expect(answers.get('open drain, low')).toEqual(held([], [17]));
  });

  it('says who holds a line that is busy', () => {
    expect(answers.get('busy')).toEqual({
      name: 'GpiodError',
      code: 'EBUSY',
      message: expect.stringContaining("'the first'"),
    });
    expect(answers.get('held')).toMatchObject({ used: true, consumer: 'the first' });
    expect(answers.get('freed')).toBe(false);
  });

  // The emulator's controller detects none.
  it('may ask for edges, with debouncing and a clock', () => {
    expect(answers.get('edges')).toEqual(['both', 'realtime', 5000]);
    expect(answers.get('no edge has come')).toBe(false);
  });

  it('plays steps, none of them early', () => {
    expect(answers.get('played')).toEqual({
      steps: 100,
      values: Array.from({ length: 25 }, () => '1,0 0,1').join(' '),
    });
    expect(answers.get('steps that came early')).toEqual([]);
    expect(answers.get('left')).toEqual([27]);
    expect(answers.get('played at once')).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('watches who takes, changes and frees a line', () => {
    expect(answers.get('watched')).toEqual([
      ['requested', 'watched', 'input'],
      ['reconfigured', 'watched', 'output'],
    ]);
    expect(answers.get('watched at last')).toBe('released');
  });

  it('lets a plugin have the output that it was granted', () => {
    expect(answers.get('a plugin with an output')).toEqual({
      status: 0,
      said: '',
      lit: true,
      left: false,
    });
  });

  it('keeps a plugin from an output that it was not granted', () => {
    expect(answers.get('a plugin without')).toEqual({
      status: 1,
      said: expect.stringContaining('not permitted'),
      lit: false,
      left: false,
    });
  });

  it('keeps a sandbox to its line and its right', () => {
    expect(answers.get('in a sandbox')).toEqual([
      1,
      'it did not fail',
      expect.objectContaining({ code: 'EPERM' }),
    ]);
    expect(answers.get('out of a sandbox')).toMatchObject({ code: 'EINVAL' });
  });

  it('has the command line tools', () => {
    expect(answers.get('gpioinfo')).toBe(
      'gpiochip0 3\t"SCL1"          \tinput\ngpiochip0 53\t"SD_DATA3_R"    \tinput\n',
    );
    expect(answers.get('gpioset')).toEqual([true, 'SIGTERM']);
  });
});
