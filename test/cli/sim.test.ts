import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { presetNames } from '../../ts/sim.js';
import { cliCommand, run } from './support/process.js';

const folder = mkdtempSync(join(tmpdir(), 'sim-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function cli(...args: string[]) {
  return run(cliCommand, args, { env: { LIBGPIOD_WASM_SIM: '' } });
}

/** A command that goes on while the test does; `line()` gives its next line of output. */
function start(...args: string[]) {
  const [program = '', ...first] = cliCommand;
  const child = spawn(program, [...first, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'close');
  return {
    errors: (): string => errors,
    line: async (): Promise<unknown> => (await lines.next()).value,
    async end(signal?: NodeJS.Signals): Promise<unknown> {
      if (signal !== undefined) child.kill(signal);
      return (await exit)[0];
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

const pi4 = 'gpiochip0 [pinctrl-bcm2711] (58 lines)\ngpiochip1 [raspberrypi-exp-gpio] (8 lines)\n';
const panel = '{ "chips": [{ "label": "panel", "lines": ["BUTTON", "LED"] }] }';

describe('--sim', () => {
  test.each([[['--sim', 'pi4']], [['--sim=pi4']]])('%j is a preset', (option) => {
    expect(cli(...option, 'gpiodetect')).toEqual({
      status: 0,
      signal: null,
      stdout: pi4,
      stderr: '',
    });
  });

  test('shows the lines that the kernel holds', () => {
    const { stdout } = cli('--sim', 'pi4', 'gpioinfo', 'PWR_LED_OFF', 'GPIO17');
    expect(stdout).toContain('output active-low consumer="PWR"\n');
    expect(stdout).toMatch(/gpiochip0 17\t"GPIO17" +\tinput\n/);
  });

  test('is a file with a slash, or .json, in its name', () => {
    const path = file('panel.json', panel);
    expect(cli('--sim', path, 'gpioget', 'BUTTON').stdout).toBe('"BUTTON"=inactive\n');
  });

  test('is a variable of the environment, which the option overrides', () => {
    const env = { LIBGPIOD_WASM_SIM: 'pi4' };
    expect(run(cliCommand, ['gpiodetect'], { env }).stdout).toBe(pi4);
    const path = file('panel.json', panel);
    const { stdout } = run(cliCommand, ['--sim', path, 'gpiodetect'], { env });
    expect(stdout).toBe('gpiochip0 [panel] (2 lines)\n');
  });

  test('that is empty in the environment is none', () => {
    const env = { LIBGPIOD_WASM_SIM: '', LIBGPIOD_WASM_HOST: '/nonexistent' };
    expect(run(cliCommand, ['gpiodetect', '/dev/null'], { env }).stderr).toContain('native addon');
  });

  test('holds lines as long as gpioset does', async () => {
    await using holder = start('--sim', 'pi4', 'gpioset', '--banner', 'GPIO17=1');
    expect(await holder.line()).toBe("Setting line 'GPIO17'...");
    await holder.end('SIGTERM');
  });

  test.each<[string, string[], string]>([
    ['no preset', ['--sim', 'pi44', 'gpiodetect'], "there is no preset 'pi44'; there are: pi4, "],
    [
      'no file',
      ['--sim', './none.json', 'gpiodetect'],
      "ENOENT: no such file or directory, open './none.json'",
    ],
    ['no argument', ['--sim'], "option '--sim' requires an argument"],
    ['no command', ['--sim', 'pi4'], 'a command is missing'],
    [
      'no machine',
      ['--sim', 'unix:/none.sock', 'gpiodetect'],
      '/none.sock: nobody shares a simulated machine there',
    ],
    [
      'nothing to wait for',
      ['--sim', 'pi4', 'gpiomon', 'GPIO17'],
      'nothing can ever happen on this simulated machine',
    ],
  ])('%s: says so', (_, args, message) => {
    const { status, stderr } = cli(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(`libgpiod-wasm: ${message}`);
  });

  test('says that a file is a folder', () => {
    const path = join(folder, 'folder.json');
    mkdirSync(path);
    expect(cli('--sim', path, 'gpiodetect').stderr).toBe(
      `libgpiod-wasm: ${path}: EISDIR: illegal operation on a directory, read\n`,
    );
  });

  test('says where a file is wrong', () => {
    const broken = file('broken.json', '{\n  "chips": [\n    { "lines": 3, }\n  ]\n}');
    expect(cli('--sim', broken, 'gpiodetect').stderr).toBe(
      `libgpiod-wasm: ${broken}: line 3, column 19: a property in double quotes was expected\n`,
    );
    const wrong = file('wrong.json', '{ "chips": [{ "lines": ["A", 5] }] }');
    expect(cli('--sim', wrong, 'gpiodetect').stderr).toBe(
      `libgpiod-wasm: ${wrong}: chips[0].lines[1]: a line is a name, null or an object, not 5\n`,
    );
  });
});

describe('sim', () => {
  test('--help tells its commands', () => {
    const { status, stdout } = cli('sim', '--help');
    expect(status).toBe(0);
    for (const command of [
      'serve PRESET|FILE',
      'presets',
      'pull LINE up|down',
      'plug LINES [LABEL]',
    ]) {
      expect(stdout).toContain(`  ${command}  `);
    }
  });

  test('presets lists the machines', () => {
    const { stdout } = cli('sim', 'presets');
    expect(stdout.trimEnd().split('\n')).toHaveLength(presetNames.length);
    expect(stdout).toMatch(/^pi4 +Raspberry Pi 4 Model B$/m);
  });

  test.each([
    [['sim'], "sim takes a command: see 'libgpiod-wasm sim --help'"],
    [['sim', '--foo'], "sim: unrecognized option '--foo'"],
    [['sim', '--socket'], '--socket takes a PATH'],
    [['sim', 'serve'], 'serve takes one PRESET or FILE'],
    [['sim', 'serve', 'pi4', 'pi5'], 'serve takes one PRESET or FILE'],
    [['sim', 'presets', 'pi4'], 'presets takes no more words'],
    [
      ['sim', 'dance'],
      "there is no command 'dance'; there are: pull, level, line, wire, plug, unplug",
    ],
  ])('%j is refused', (args, message) => {
    expect(cli(...args)).toMatchObject({ status: 1, stderr: `libgpiod-wasm: ${message}\n` });
  });
});

test('programs share a machine: one sees what the others, and a shell, do', async () => {
  const socket = join(folder, 'shared.sock');
  await using server = start('sim', 'serve', '--socket', socket, 'pi4');
  expect(await server.line()).toBe(`Sharing a simulated machine, pi4, at ${socket}`);
  const sim = (...words: string[]) => cli('sim', '--socket', socket, ...words);
  const tool = (...args: string[]) => cli('--sim', `unix:${socket}`, ...args);

  await using monitor = start('--sim', `unix:${socket}`, 'gpiomon', '--banner', 'GPIO27');
  expect(await monitor.line()).toBe("Monitoring line 'GPIO27'...");
  expect(sim('pull', 'GPIO27', 'up')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(await monitor.line()).toMatch(/rising\t"GPIO27"$/);

  expect(tool('gpioinfo', 'GPIO27').stdout).toContain('edges=both');
  expect(tool('gpioget', 'GPIO27')).toMatchObject({ status: 1 });
  expect(sim('pull', 'GPIO27', 'down').status).toBe(0);
  expect(await monitor.line()).toMatch(/falling\t"GPIO27"$/);
  sim('wire', 'GPIO17', 'GPIO27');
  expect(tool('gpioset', '--toggle', '0', 'GPIO17=1').status).toBe(0);
  expect(await monitor.line()).toMatch(/rising\t"GPIO27"$/);
  expect(sim('pull', 'GPIO99', 'up')).toMatchObject({
    status: 1,
    stderr: "libgpiod-wasm: there is no line 'GPIO99'; the nearest: GPIO19, GPIO5, GPIO6\n",
  });

  await monitor.end('SIGKILL');
  const env = { LIBGPIOD_WASM_SIM: `unix:${socket}` };
  expect(run(cliCommand, ['sim', 'level', 'GPIO27'], { env }).stdout).toBe('0\n');

  await using orphan = start('--sim', `unix:${socket}`, 'gpiomon', '--banner', 'GPIO27');
  await orphan.line();
  expect(await server.end('SIGTERM')).toBe(0);
  expect(existsSync(socket)).toBe(false);
  expect(await orphan.end()).toBe(1);
  expect(orphan.errors()).toBe(
    `libgpiod-wasm: ${socket}: the simulated machine is gone\n` +
      'gpiomon: error polling for events: Input/output error\n',
  );
});
