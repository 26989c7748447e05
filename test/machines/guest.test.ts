import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { buildFakeChips } from '../bench/machine.js';
import { type Result, temporaryFolder } from '../package/npm.js';
import { examples } from '../sandbox/plugin-sources.js';
import { compilePlugins } from '../sandbox/plugin-support.js';
import { type NodeCommand, nodeCommand, patience, testMachine } from '../support/test-machine.js';
import { bundleProgram, installPackage } from './prepare.js';

const { folder, remove } = temporaryFolder();
const library = join(folder, 'fake-chip.so');
const program = join(folder, 'program.mjs');
const plugin = join(folder, 'button.wasm');
let node: NodeCommand;

/** Unpacks what npm would install, and makes the fake chips and the program that use it. */
async function prepare(): Promise<void> {
  await installPackage(folder);
  await buildFakeChips(library);
  const dev = join(folder, 'dev');
  mkdirSync(dev);
  for (const chip of [0, 1, 4]) writeFileSync(join(dev, `gpiochip${chip}`), '');
  await bundleProgram(inRoot('test', 'machines', 'guest', 'program.ts'), program);
  const { button } = await compilePlugins({ button: examples.button });
  writeFileSync(plugin, button);
  const env = { PATH: '/bin', FAKE_CHIP_DEV: dev, FAKE_CHIP_SYSCALL: '0' };
  node = nodeCommand(env, library);
}

/** Runs a program of Node's on the machine. */
function run(...args: readonly string[]): Promise<Result> {
  const [file, ...options] = node.command;
  const limits = { cwd: folder, env: node.env, timeout: 60_000 * patience };
  return new Promise((resolve) => {
    const child = execFile(file, [...options, ...args], limits, (_, stdout, stderr) => {
      resolve({ status: child.exitCode, stdout, stderr });
    });
  });
}

beforeAll(prepare);
afterAll(remove);

describe('a program that uses the package', () => {
  let result: Result;
  let answers: ReadonlyMap<string, unknown>;

  beforeAll(async () => {
    result = await run(program, plugin);
    const lines = result.stdout.split('\n').filter((line) => line !== '');
    answers = new Map(lines.map((line) => JSON.parse(line) as [string, unknown]));
  });

  it('ends by itself, without a complaint', () => {
    expect(result).toMatchObject({ status: 0, stderr: '' });
  });

  it.each<[string, unknown]>([
    ['process', [testMachine.arch, testMachine.version]],
    ['version', '2.2.1'],
    [
      'chips',
      [
        ['gpiochip0', 'fake-64', 64],
        ['gpiochip1', 'fake-8', 8],
        ['gpiochip4', 'pulses', 8],
      ],
    ],
    [
      'line info',
      {
        offset: 63,
        name: 'GPIO63',
        used: false,
        direction: 'input',
        edge: 'none',
        bias: 'unknown',
        drive: 'push-pull',
        activeLow: false,
        debounced: false,
        debouncePeriodUs: 0,
        eventClock: 'monotonic',
      },
    ],
    ['found', 5],
    ['high', [0, 31, 32, 63]],
    ['high after that', [0, 31, 32, 33]],
    ['some of them', [1, 0, 1]],
    ['settings', ['pull-up', 'output']],
    ['no such chip', expect.objectContaining({ name: 'GpiodError', code: 'ENOENT' })],
    ['no such line', expect.objectContaining({ name: 'GpiodError', code: 'EINVAL' })],
    [
      'played at once',
      {
        steps: 8,
        values: [
          [1, 0],
          [1, 0],
          [1, 0],
          [1, 0],
        ],
      },
    ],
    [
      'played',
      {
        steps: 200,
        values: [
          [1, 0],
          [1, 0],
        ],
      },
    ],
    ['steps that came early', []],
    ['steps were played until now', true],
    ['stopped', expect.objectContaining({ name: 'AbortError' })],
    ['an event has come', true],
    [
      'events',
      Array.from({ length: 20 }, (_, i) => `${i % 2 === 0 ? 'rising' : 'falling'} ${i + 1}`),
    ],
    ['events in the order of their times', true],
    ['events at once', ['falling', true]],
    ['waited in vain', [false, true]],
    ['a worker', ['5 steps, line 3 is 1, event: true', 0]],
    ['a plugin', [0, ['ready', 'rising 1', 'falling 2', 'rising 3', 'falling 4', '']]],
  ])('finds what is to be found: %s', (part, expected) => {
    expect(answers.get(part)).toEqual(expected);
  });
});

describe('the package', () => {
  it('is a CommonJS module, too', async () => {
    const source = "console.log(require('libgpiod-wasm').loadSync().apiVersion)";
    expect(await run('-e', source)).toEqual({ status: 0, stdout: '2.2.1\n', stderr: '' });
  });
});

describe('the command line', () => {
  const pulses = ['--chip', 'gpiochip4', '--format', '%e %o'];

  it.each([
    [
      'gpiodetect',
      [],
      'gpiochip0 [fake-64] (64 lines)\ngpiochip1 [fake-8] (8 lines)\ngpiochip4 [pulses] (8 lines)\n',
    ],
    [
      'gpioinfo',
      ['--chip', 'gpiochip1', '2', '7'],
      'gpiochip1 2\t"GPIO2"         \tinput\ngpiochip1 7\t"GPIO7"         \tinput\n',
    ],
    ['gpioget', ['GPIO3', 'GPIO63'], '"GPIO3"=inactive "GPIO63"=inactive\n'],
    ['gpioset', ['--toggle', '1ms,1ms,0', 'GPIO3=1'], ''],
    ['gpiomon', [...pulses, '--num-events', '3', '0'], '1 0\n2 0\n1 0\n'],
    ['gpiomon', ['--chip', 'gpiochip1', '--idle-timeout', '20ms', '0'], ''],
  ])('has %s %j', async (tool, args, stdout) => {
    const cli = join('node_modules', 'libgpiod-wasm', 'dist', 'cli.js');
    expect(await run(cli, tool, ...args)).toEqual({ status: 0, stdout, stderr: '' });
  });
});
