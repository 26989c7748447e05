import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { examples } from '../sandbox/plugin-sources.js';
import { compilePlugins } from '../sandbox/plugin-support.js';
import { GpioSim } from '../support/gpio-sim.js';
import { clean, type Ending, Process, type ProcessOptions } from './process.js';

/** One that has Wasmtime: scripts/rig/wasmtime.ts. */
const python = process.env.LIBGPIOD_WASM_TEST_PYTHON;
const host = inRoot('wasm', 'examples', 'wasmtime', 'gpio_host.py');
const tools = inRoot('dist', 'gpio-tools.wasm');

const sources = {
  blink: examples.blink.path,
  button: examples.button.path,
  wait: new URL('../guest/wait.c', import.meta.url),
  calls: new URL('host-calls.c', import.meta.url),
};

describe.skipIf(python === undefined)('gpio_host.py: programs run by Wasmtime', () => {
  let folder: string;
  let sim: GpioSim;

  beforeAll(async () => {
    sim = new GpioSim({ label: 'panel', lines: 8, names: { 2: 'BUTTON', 5: 'LED' } });
    folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-wasmtime-'));
    const copies = Object.entries(sources).map(([name, url]) => {
      // They know their chip by a number, and this one's may be another.
      const text = readFileSync(url, 'utf8').replaceAll('/dev/gpiochip0', sim.chipPath);
      const copy = join(folder, basename(fileURLToPath(url)));
      writeFileSync(copy, text);
      return [name, { path: pathToFileURL(copy) }] as const;
    });
    for (const [name, wasm] of Object.entries(await compilePlugins(Object.fromEntries(copies)))) {
      writeFileSync(join(folder, `${name}.wasm`), wasm);
    }
  }, 300_000);

  afterAll(() => {
    sim?.dispose();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  const started: Process[] = [];

  afterEach(async () => {
    for (const one of started.splice(0)) await one.kill('SIGKILL');
  });

  function start(wasm: string, args: readonly string[], options: ProcessOptions = {}): Process {
    const process = new Process([python ?? '', host, wasm, ...args], options);
    started.push(process);
    return process;
  }

  const tool = (...args: readonly string[]): Process => start(tools, args);

  const program = (
    name: keyof typeof sources,
    args: readonly string[] = [],
    options: ProcessOptions = {},
  ): Process => start(join(folder, `${name}.wasm`), args, options);

  const printed = (...lines: readonly string[]): Ending => ({ ...clean, lines });

  const refused = (message: string): Ending => ({ ...clean, status: 1, stderr: `${message}\n` });

  it('show chips and lines', async () => {
    expect(await tool('gpiodetect', sim.chipName).ended).toEqual(
      printed(`${sim.chipName} [panel] (8 lines)`),
    );
    const { lines, ...ending } = await tool('gpioinfo', '-c', sim.chipPath).ended;
    expect({ lines: lines.slice(0, 4), ...ending }).toEqual(
      printed(
        `${sim.chipName} - 8 lines:`,
        '\tline   0:\tunnamed         \tinput',
        '\tline   1:\tunnamed         \tinput',
        '\tline   2:\t"BUTTON"        \tinput',
      ),
    );
  });

  it('find the chips in /dev, and lines by their names on all of them', async () => {
    sim.pull(2, 'up');
    expect((await tool('gpiodetect').ended).lines).toContain(`${sim.chipName} [panel] (8 lines)`);
    expect(await tool('gpioget', 'BUTTON').ended).toEqual(printed('"BUTTON"=active'));
    sim.pull(2, 'down');
    expect(await tool('gpioget', 'BUTTON').ended).toEqual(printed('"BUTTON"=inactive'));
  });

  it('hold lines until a signal ends them', async () => {
    const set = tool('gpioset', 'LED=1');
    await expect.poll(() => sim.value(5), { timeout: 20_000 }).toBe(1);
    expect(await tool('gpioget', 'LED').ended).toEqual(
      refused('gpioget: unable to request lines: Device or resource busy'),
    );
    expect(await set.kill('SIGINT')).toEqual({ ...clean, status: null, signal: 'SIGINT' });
    expect(await tool('gpioinfo', 'LED').ended).toEqual(
      printed(`${sim.chipName} 5\t"LED"           \toutput`),
    );
  });

  it('wait for edges and for line info', async () => {
    const edges = tool('gpiomon', '--banner', '--num-events=2', '--format=%e %l', 'BUTTON');
    const info = tool('gpionotify', '--banner', '--num-events=1', '--format=%e %l', 'LED');
    expect(await edges.line()).toBe("Monitoring line 'BUTTON'...");
    expect(await info.line()).toBe("Watching line 'LED'...");
    sim.pull(2, 'up');
    expect(await edges.line()).toBe('1 BUTTON');
    sim.pull(2, 'down');
    expect(await edges.ended).toEqual(printed('2 BUTTON'));
    expect(await tool('gpioset', '--toggle=0', 'LED=1').ended).toEqual(clean);
    expect(await info.ended).toEqual(printed('1 LED'));
    expect(await tool('gpiomon', '--idle-timeout=1ms', 'BUTTON').ended).toEqual(clean);
  });

  it('are told what is no chip and no line', async () => {
    const noChip = (path: string): Ending =>
      refused(`gpioget: cannot find GPIO chip character device '${path}'`);
    for (const path of ['/dev/null', '/dev/missing', '/etc/passwd']) {
      expect(await tool('gpioget', '-c', path, '1').ended).toEqual(noChip(path));
    }
    expect(await tool('gpioget', 'missing').ended).toEqual(
      refused("gpioget: cannot find line 'missing'"),
    );
  });

  it('do without what only this package gives the tools: daemons, terminals, time zones', async () => {
    expect(await tool('gpioset', '--daemonize', 'LED=1').ended).toEqual(
      refused('gpioset: unable to daemonize: Function not implemented'),
    );
    const input = 'get\ntoggle\nget\nexit\n';
    const { lines } = await start(tools, ['gpioset', '-i', 'LED=0'], { input }).ended;
    expect(lines).toEqual(['gpioset> "LED"=inactive', 'gpioset> gpioset> "LED"=active']);

    const before = Date.now();
    const watch = tool('gpiomon', '--banner', '--num-events=1', '--localtime', 'BUTTON');
    await watch.line();
    sim.pull(2, 'up');
    const [line = ''] = (await watch.ended).lines;
    const time = Date.parse(`${line.slice(0, 23)}Z`);
    expect(time).toBeGreaterThanOrEqual(before - 1);
    expect(time).toBeLessThanOrEqual(Date.now());
    sim.pull(2, 'down');
  });

  it('blink', async () => {
    expect(await program('blink', ['1', '1']).ended).toEqual(clean);
    const blink = program('blink', ['10000', '50']);
    for (const level of [1, 0, 1]) {
      await expect.poll(() => sim.value(5), { timeout: 20_000 }).toBe(level);
    }
    expect(await blink.kill('SIGTERM')).toMatchObject({ signal: 'SIGTERM' });
  });

  it('answer edges', async () => {
    const button = program('button', ['2']);
    await button.until('ready');
    sim.pull(2, 'up');
    expect(await button.line()).toBe('rising 1');
    expect(sim.value(5)).toBe(1);
    sim.pull(2, 'down');
    expect(await button.ended).toEqual(printed('falling 2'));
  });

  it('wait for input and for GPIO at once', async () => {
    const wait = (seconds: string, input: string): Promise<Ending> =>
      program('wait', [seconds, '0'], { input }).ended;
    expect(await wait('20', 'text')).toEqual({ ...clean, status: 1 });
    expect(await wait('1', '')).toEqual({ ...clean, status: 0 });
  });

  it('reach nothing by wrong pointers, paths and descriptors', async () => {
    expect(await program('calls', [sim.chipPath]).ended).toEqual(
      printed(
        'say_open("/dev/null"): -19',
        'say_open("/dev/../etc/passwd"): -2',
        'say_open("etc/passwd"): -2',
        'say_open("/dev"): -2',
        'say_open(""): -2',
        'gpio_host_open("/dev/\\0null", 10): -22',
        'gpio_host_open(longest, sizeof(longest)): -36',
        'gpio_host_open(OUTSIDE, 16): -14',
        'gpio_host_open(OUTSIDE, 100): -14',
        'look("/etc/passwd", 1): -2',
        'look("/etc/passwd/x", 1): -2',
        'look("/dev/../etc", 0): -2',
        'look("/dev/missing", 0): -2',
        'look(chip, 1): 0',
        'gpio_host_stat(chip, strlen(chip), 1, OUTSIDE, 12): -14',
        'gpio_host_stat(chip, strlen(chip), 1, (void *)out, 11): -22',
        'gpio_host_realpath(chip, strlen(chip), OUTSIDE, 64): -14',
        'gpio_host_realpath(chip, strlen(chip), out, len - 1): -36',
        'gpio_host_realpath(chip, strlen(chip), out, len) == len: 1',
        'gpio_host_realpath("/etc/passwd", 11, out, sizeof(out)): -2',
        'fopen(chip, "r") != NULL: 0',
        'fopen(out, "r") != NULL: 0',
        'fopen("/dev/../drivers", "r") != NULL: 0',
        'descriptors_of_others(): 0',
        'gpio_host_ioctl(fd, CHIP_INFO, buf, 68): 0',
        'gpio_host_ioctl(fd, CHIP_INFO, buf, 592): -22',
        'gpio_host_ioctl(fd, CHIP_INFO, OUTSIDE, 68): -14',
        'gpio_host_ioctl(fd, OF_ANOTHER_DRIVER, buf, 4): -25',
        'gpio_host_ioctl(fd, UNKNOWN, buf, 16): -22',
        'gpio_host_read(fd, OUTSIDE, 168): -14',
        'gpio_host_poll(OUTSIDE, 1, 0): -14',
        'gpio_host_poll((void *)buf, 0x20000001u, 0): -14',
        'gpio_host_poll((void *)buf, 0, 1): 0',
        'poll_one(fd, GPIO_HOST_POLLIN, &revents): 0',
        'poll_one(-1, GPIO_HOST_POLLIN, &revents): 0',
        'revents: 0',
        'poll_one(0, GPIO_HOST_POLLIN, &revents): 1',
        'revents: 32',
        'gpio_host_ioctl(fd, GET_LINE, buf, sizeof(buf)): 0',
        'gpio_host_ioctl(line, GET_VALUES, buf, 16): 0',
        'gpio_host_read(line, buf, 47): -22',
        'gpio_host_close(line): 0',
        'gpio_host_close(line): -9',
        'gpio_host_close(fd): 0',
      ),
    );
  });
});
