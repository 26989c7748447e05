import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadSync } from '../../ts/load.js';
import {
  loadPlugin,
  type Plugin,
  PluginBusyError,
  PluginEndedError,
  PluginLimitError,
  type PluginOptions,
  PluginTrap,
} from '../../ts/sandbox.js';
import type { Sim } from '../../ts/sim.js';
import { assemblyScriptExample, examples, misbehave } from './plugin-sources.js';
import {
  chips,
  closePlugins,
  compileAssemblyScript,
  compilePlugins,
  keepPlugin,
  loadOnPanel,
  Output,
  panel,
  rejection,
} from './plugin-support.js';

type Program = 'misbehave' | 'blink' | 'button' | 'buttonInAssemblyScript' | 'reactor';

let wasm: Readonly<Record<Program, Uint8Array>>;

beforeAll(async () => {
  wasm = {
    ...(await compilePlugins({ misbehave, ...examples })),
    buttonInAssemblyScript: compileAssemblyScript(assemblyScriptExample),
  };
}, 180_000);

afterEach(closePlugins);

const load = (program: Program, sim: Sim, options?: Partial<PluginOptions>): Promise<Plugin> =>
  loadOnPanel(wasm[program], sim, options);

describe('a command', () => {
  test('drives the line that it was granted', async () => {
    const sim = panel();
    const plugin = await load('blink', sim, { name: 'blinker', args: ['2', '10'] });
    const consumers = new Set<string | undefined>();
    sim.line('LED').listen(() => consumers.add(sim.line('LED').consumer));
    expect(await plugin.run()).toBe(0);
    expect(
      sim
        .line('LED')
        .history()
        .map(({ level }) => level),
    ).toEqual([1, 0, 1, 0]);
    expect(consumers).toEqual(new Set(['blinker:blink']));
    expect(sim.openHandles).toEqual([]);
  });

  test.each(['button', 'buttonInAssemblyScript'] as const)(
    'waits for edges and answers them (%s)',
    async (program) => {
      const sim = panel();
      const stdout = new Output();
      const plugin = await load(program, sim, { args: ['3'], stdout: stdout.write });
      const done = plugin.run();
      await stdout.has('ready');
      sim.line('BUTTON').pull('up');
      await stdout.has('rising 1');
      expect(sim.line('LED').level).toBe(1);
      sim.line('BUTTON').pull('down');
      sim.line('BUTTON').pull('up');
      expect(await done).toBe(0);
      expect(stdout.lines).toEqual(['ready', 'rising 1', 'falling 2', 'rising 3']);
      expect(sim.openHandles).toEqual([]);
    },
  );

  test('in another language is refused by errno, too', async () => {
    const stderr = new Output();
    const allow = {
      gpiochip0: { lines: [{ line: 'LED', name: 'LED', allow: ['input'] }] },
    } as const;
    const options = { chips: allow, stderr: stderr.write };
    const plugin = await load('buttonInAssemblyScript', panel(), options);
    expect(await plugin.run()).toBe(1);
    expect(stderr.text).toBe('BUTTON: errno 2\n');
  });

  test('takes a loaded libgpiod as its kernel', async () => {
    const sim = panel();
    const gpiod = loadSync({ kernel: sim.kernel });
    const plugin = keepPlugin(
      await loadPlugin(wasm.misbehave, { gpiod, chips, args: ['exit', '7'] }),
    );
    expect(await plugin.run()).toBe(7);
    expect(await rejection(plugin.run())).toBeInstanceOf(PluginEndedError);
  });

  test('sees nothing of the world, by default', async () => {
    const stdout = new Output();
    const plugin = await load('misbehave', panel(), { args: ['look'], stdout: stdout.write });
    expect(await plugin.run()).toBe(0);
    expect(stdout.lines).toEqual([
      'argument plugin',
      'argument look',
      'clock denied',
      'passwd absent',
      'write denied',
      'mkdir denied',
    ]);
  });

  test('sees what it was given', async () => {
    const stdout = new Output();
    const plugin = await load('misbehave', panel(), {
      args: ['look'],
      env: { MOOD: 'good' },
      stdin: 'ünïcode',
      files: { '/data/greeting.txt': 'hello' },
      clock: true,
      stdout: stdout.write,
    });
    expect(await plugin.run()).toBe(0);
    expect(stdout.lines.slice(2)).toEqual([
      'variable MOOD=good',
      'input ünïcode',
      'clock read',
      'passwd absent',
      'file hello',
      'write denied',
      'mkdir denied',
    ]);
  });

  test('tells an audit of every call', async () => {
    const calls: string[] = [];
    const plugin = await load('blink', panel(), {
      args: ['1', '10'],
      audit: (line) => calls.push(line),
    });
    await plugin.run();
    expect(calls[0]).toMatch(/^lstat\("\/dev\/gpiochip0"\) = 0/);
    expect(calls.join('\n')).toMatch(/open\("\/dev\/gpiochip0"\)/);
    expect(calls.join('\n')).toMatch(/GPIO_V2_GET_LINE_IOCTL/);
  });
});

describe('a plugin that goes too far is stopped, its lines are released, the error says why', () => {
  test.each([
    ['loop', 'wallMs', { wallMs: 50 }],
    ['loop', 'cpuMs', { cpuMs: 50 }],
    ['hold-and-loop', 'cpuMs', { cpuMs: 50 }],
    ['sleep', 'wallMs', { wallMs: 50 }],
    ['edges', 'wallMs', { wallMs: 200 }],
    ['recurse', 'stack', {}],
    ['memory', 'memoryMiB', { memoryMiB: 4 }],
    ['output', 'outputBytes', { outputBytes: 10_000 }],
    ['calls', 'callsPerSecond', { callsPerSecond: 100 }],
    ['requests', 'openRequests', { openRequests: 3 }],
  ] as const)('%s by %s', async (what, limit, limits) => {
    const sim = panel();
    const plugin = await load('misbehave', sim, { name: 'bad', args: [what], limits });
    const error = await rejection(plugin.run());
    expect(error).toBeInstanceOf(PluginLimitError);
    expect(error).toMatchObject({ code: 'PLUGIN_LIMIT', limit });
    expect(String(error)).toContain(`the plugin 'bad' came to its limit ${limit}`);
    expect(sim.openHandles).toEqual([]);
  });

  test.each(['stdout', 'audit'] as const)('an error of the function for %s', async (name) => {
    const sim = panel();
    const broken = (): never => {
      throw new RangeError('the disk is full');
    };
    const plugin = await load('misbehave', sim, { args: ['edges'], [name]: broken });
    expect(await rejection(plugin.run())).toMatchObject({ message: 'the disk is full' });
    expect(sim.openHandles).toEqual([]);
  });

  test('a crash', async () => {
    const plugin = await load('misbehave', panel(), { args: ['abort'] });
    const error = await rejection(plugin.run());
    expect(error).toBeInstanceOf(PluginTrap);
    expect(String(error)).toContain("the plugin 'plugin' crashed: unreachable");
  });

  test.each([
    ['loop', 'looping'],
    ['sleep', 'sleeping'],
    ['edges', 'waiting'],
    ['calls', 'calling'],
  ])('an abort of %s', async (what, said) => {
    const sim = panel();
    const stdout = new Output();
    const plugin = await load('misbehave', sim, { args: [what], stdout: stdout.write });
    const controller = new AbortController();
    const run = rejection(plugin.run({ signal: controller.signal }));
    await stdout.has(said);
    controller.abort();
    expect(await run).toMatchObject({ name: 'AbortError' });
    expect(sim.openHandles).toEqual([]);
  });

  test('a flood of calls leaves the event loop its turns', async () => {
    const limits = { callsPerSecond: Number.POSITIVE_INFINITY };
    const plugin = await load('misbehave', panel(), { args: ['calls'], limits });
    const run = rejection(plugin.run());
    for (let turn = 0; turn < 20; turn += 1) await sleep(1);
    await plugin.close();
    expect(await run).toBeInstanceOf(PluginEndedError);
  });
});

describe('grants of a plugin', () => {
  test('can be revoked while it waits', async () => {
    const sim = panel();
    const stdout = new Output();
    const plugin = await load('misbehave', sim, { args: ['edges'], stdout: stdout.write });
    const done = plugin.run();
    await stdout.has('waiting');
    sim.line('BUTTON').pull('up');
    await stdout.has('edge');
    plugin.revoke();
    expect(sim.openHandles).toEqual([]);
    // ENODEV as WASI numbers it.
    expect(await done).toBe(43);
  });

  test('are its own as long as it lives', async () => {
    const sim = panel();
    const first = await load('misbehave', sim, { name: 'first' });
    expect(await rejection(load('misbehave', sim, { name: 'second' }))).toMatchObject({
      code: 'EBUSY',
      message: expect.stringContaining("gpiochip0:0 LED is granted to the plugin 'first'"),
    });
    const elsewhere = panel();
    await load('misbehave', elsewhere);
    await first.close();
    await load('misbehave', sim, { name: 'second' });
  });
});

test('a second run() while the first goes on is refused, and does the first no harm', async () => {
  const sim = panel();
  const plugin = await load('blink', sim);
  const first = plugin.run();
  expect(String(await rejection(plugin.run()))).toContain('is busy');
  expect(await first).toBe(0);
  expect(await rejection(plugin.run())).toBeInstanceOf(PluginEndedError);
});

describe('a reactor', () => {
  test('keeps its state between calls', async () => {
    const sim = panel();
    const plugin = await load('reactor', sim);
    expect(await plugin.call('take', 0)).toBe(0);
    expect(await plugin.call('set', 0, 1)).toBe(0);
    expect(sim.line('LED').level).toBe(1);
    expect(await plugin.call('get', 0)).toBe(1);
    // EPERM as WASI numbers it.
    expect(await plugin.call('take', 1)).toBe(63);
    await plugin.close();
    expect(sim.openHandles).toEqual([]);
    expect(await rejection(plugin.call('get', 0))).toBeInstanceOf(PluginEndedError);
  });

  test('is stopped for good by a limit', async () => {
    const plugin = await load('reactor', panel(), { limits: { wallMs: 50 } });
    expect(await rejection(plugin.call('spin'))).toMatchObject({ limit: 'wallMs' });
    expect(await rejection(plugin.call('get', 0))).toBeInstanceOf(PluginEndedError);
  });

  test('says what it cannot do', async () => {
    const plugin = await load('reactor', panel());
    const signal = 'stop' as never;
    expect(String(await rejection((await load('blink', panel())).run({ signal })))).toMatch(
      /^TypeError: signal is 'stop'/,
    );
    expect(String(await rejection(plugin.call('missing')))).toContain("no function 'missing'");
    expect(String(await rejection(plugin.run()))).toContain('is a reactor');
    const first = plugin.call('take', 0);
    const error = await rejection(plugin.call('take', 0));
    expect(error).toBeInstanceOf(PluginBusyError);
    expect(error).toMatchObject({
      code: 'PLUGIN_BUSY',
      message: expect.stringContaining('is busy'),
    });
    await first;
  });
});
