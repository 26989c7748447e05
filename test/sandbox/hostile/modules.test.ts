import { afterEach, describe, expect, test } from 'vitest';
import { clampModule } from '../../../ts/sandbox/plugin/clamp-module.js';
import { leb128 } from '../../../ts/sandbox/plugin/module-reader.js';
import { loadPlugin, type Plugin, type PluginOptions } from '../../../ts/sandbox.js';
import { chips, closePlugins, keepPlugin, panel, rejection } from '../plugin-support.js';
import {
  ENDLESS,
  EXTERNREF,
  F64,
  I32,
  I64,
  type ModuleParts,
  moduleBytes,
  section,
  vector,
} from './module-bytes.js';

afterEach(closePlugins);

const many = (count: number, ...bytes: readonly number[]): number[] =>
  Array.from({ length: count }, () => bytes).flat();

const WASI = 'wasi_snapshot_preview1';
const sleep = { from: WASI, name: 'sched_yield' };

async function load(parts: ModuleParts, limits: PluginOptions['limits'] = {}): Promise<Plugin> {
  const { kernel } = panel();
  return keepPlugin(await loadPlugin(moduleBytes(parts), { kernel, chips, limits }));
}

describe('what a module may take', () => {
  function exported(parts: ModuleParts): WebAssembly.Exports {
    const module = new WebAssembly.Module(clampModule(moduleBytes(parts), 2));
    return new WebAssembly.Instance(module).exports;
  }

  test.each([
    ['no maximum', [0, 1]],
    ['a larger one', [1, 1, 0x80, 0x80, 4]],
    ['a number longer than needed', [0, 0x81, 0x80, 0]],
  ])('memory up to the limit, whatever it says: %s', (_, memory) => {
    const linear = exported({ memory }).memory;
    if (!(linear instanceof WebAssembly.Memory)) throw new Error('no memory');
    expect(linear.grow(31)).toBe(1);
    expect(() => linear.grow(1)).toThrow(RangeError);
  });

  test('a maximum of its own that is smaller', () => {
    const linear = exported({ memory: [1, 1, 2] }).memory;
    if (!(linear instanceof WebAssembly.Memory)) throw new Error('no memory');
    expect(() => linear.grow(2)).toThrow(RangeError);
  });

  test.each([
    ['shared memory', { memory: [3, 1, 2] }, /shared or of 64 bits/],
    ['64-bit memory', { memory: [4, 1] }, /shared or of 64 bits/],
    ['a huge table', { tables: [[0x70, 0, 0xff, 0xff, 0xff, 0x0f]] }, /a table of more than/],
    ['many tables', { tables: many(17, 0).map(() => [0x70, 0, 1]) }, /more than 16 tables/],
    [
      'a table with an expression',
      { tables: [[0x40, 0, 0x70, 0, 1, 0xd0, 0x70, 0x0b]] },
      /unknown kind/,
    ],
    // Some hundred kilobytes in one function take V8 all memory that there is.
    [
      'a huge function',
      { functions: [{ code: many(0x1_0000, 0x01) }] },
      /a function of 65538 bytes/,
    ],
    // 100 000 functions of 50 000 locals: 800 kB that V8 looks at for seconds.
    ['locals by the million', { functions: [{ locals: [[10_000_001, I32]] }] }, /too many local/],
    [
      'locals in a long function',
      { functions: [{ locals: [[1000, I32]], code: many(17_000, 0x01) }] },
      /too many local/,
    ],
    [
      'a local of a type of its own',
      { functions: [{ locals: [[1, 0x64]] }] },
      /local of an unknown/,
    ],
    ['many parameters', { parameters: many(65, I32) }, /more than 64 parameters/],
    ['many results', { results: many(17, I32) }, /more than 16 results/],
    ['a parameter of a type of its own', { parameters: [0x64, 0x70] }, /value of an unknown/],
    // V8 keeps them after the module has gone, and ends the process at a million.
    ['types by the thousand', { imports: many(1000, 0).map(() => sleep) }, /more than 1000 types/],
  ] as const)('not %s', (_, parts, message) => {
    expect(() => clampModule(moduleBytes(parts), 16)).toThrow(message);
  });

  test('not locals by the million in many functions', () => {
    const functions = Array.from({ length: 250 }, () => ({ locals: [[50_000, I32] as const] }));
    expect(() => clampModule(moduleBytes({ functions }), 16)).toThrow(/too many local/);
  });

  // Ten million entries of a table's contents are 80 MB of V8's heap at once, which ends the process.
  test.each([
    ['imports', 2],
    ['functions', 3],
    ['globals', 6],
    ['exports', 7],
    ['contents of tables', 9],
    ['tags', 13],
  ])('not %s by the half megabyte', (_, id) => {
    const header = moduleBytes({}).subarray(0, 8);
    const bytes = (size: number): Uint8Array =>
      Uint8Array.from([...header, id, ...leb128(size), ...new Uint8Array(size)]);
    expect(() => clampModule(bytes(0x8_0000), 16)).not.toThrow();
    expect(() => clampModule(bytes(0x8_0001), 16)).toThrow(`its section ${id} has 524289 bytes`);
  });

  test.each([
    ['an array of the garbage collector', [0x5e, I32, 1]],
    ['a group of types', [0x4e, 1, 0x60, 0, 0]],
  ])('not %s', (_, type) => {
    const bytes = [...moduleBytes({}).subarray(0, 8), ...section(1, vector([type]))];
    expect(() => clampModule(Uint8Array.from(bytes), 16)).toThrow(/a type that is no function/);
  });

  test.each([
    ['more functions', 10, /ends within a section/],
    ['more types', 1, /more than 1000 types/],
  ])('not %s than there are bytes', (_, id, message) => {
    const bytes = [
      ...moduleBytes({}).subarray(0, 8),
      ...section(id, [0xff, 0xff, 0xff, 0xff, 0x0f]),
    ];
    expect(() => clampModule(Uint8Array.from(bytes), 16)).toThrow(message);
  });

  test('not more bytes than it may have memory', async () => {
    const error = await rejection(load({}, { memoryMiB: 0.00001 }));
    expect(error).toMatchObject({
      limit: 'memoryMiB',
      message: expect.stringContaining('its module alone'),
    });
  });
});

describe('a module that is not as it should be', () => {
  test.each(['_start', '_initialize'])('loops in %s', async (name) => {
    const plugin = await load(
      { functions: [{ code: ENDLESS }], exports: { [name]: 0 } },
      { cpuMs: 20 },
    );
    const run = name === '_start' ? plugin.run() : plugin.call('x');
    expect(await rejection(run)).toMatchObject({ limit: 'cpuMs' });
  });

  test('loops before it is there', async () => {
    const parts = { functions: [{ code: ENDLESS }], exports: { f: 0 }, start: 0 };
    const plugin = await load(parts, { wallMs: 100 });
    expect(await rejection(plugin.call('f'))).toMatchObject({ limit: 'wallMs' });
  });

  test('has no memory', async () => {
    const { kernel } = panel();
    const bytes = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    expect(await rejection(loadPlugin(bytes, { kernel, chips }))).toMatchObject({
      message: 'the plugin exports no memory',
    });
  });

  test('has nothing to be called', async () => {
    const plugin = await load({});
    expect(await rejection(plugin.call('memory'))).toBeInstanceOf(TypeError);
    expect(await rejection(plugin.call('toString'))).toBeInstanceOf(TypeError);
  });

  test.each([WASI, 'gpio_host_v1'])('imports what every object has, from %s', async (from) => {
    const plugin = await load({ imports: [{ from, name: 'constructor' }] });
    expect(String(await rejection(plugin.call('memory')))).toContain('requires a callable');
  });

  test('has names that are no text', async () => {
    const plugin = await load({
      imports: [{ from: WASI, name: `no\u001b[31m\n\u202e${'o'.repeat(9999)}` }],
    });
    const { message } = (await rejection(plugin.call('memory'))) as Error;
    expect(message).toContain('no?[31m??ooo');
    expect(message.length).toBeLessThan(1000);
  });

  test('has paths that are no text', async () => {
    const { kernel } = panel();
    const bytes = moduleBytes({
      imports: [{ from: 'gpio_host_v1', name: 'open', parameters: [I32, I32] }],
      // U+009B, which begins what terminals obey, is stored at 0; open(0, 2)
      functions: [{ code: [0x41, 0, 0x41, 0xc2, 0xb7, 2, 0x36, 2, 0, 0x41, 0, 0x41, 2, 0x10, 0] }],
      exports: { _start: 1 },
    });
    const lines: string[] = [];
    const audit = (line: string): unknown => lines.push(line);
    await keepPlugin(await loadPlugin(bytes, { kernel, chips, audit })).run();
    expect(lines).toEqual([String.raw`open("\u{9b}") = -2 ENOENT`]);
  });

  test.each([
    ['a fraction', F64, [0x44, ...many(8, 0x3f)]],
    ['64 bits', I64, [0x42, ...many(8, 0xff), 0x3f]],
  ])('exits with %s', async (_, type, number) => {
    const plugin = await load({
      imports: [{ from: WASI, name: 'proc_exit', parameters: [type] }],
      functions: [{ code: [...number, 0x10, 0] }],
      exports: { _start: 1 },
    });
    const status = await plugin.run();
    expect(status).toBe(status | 0);
  });

  test('returns what is no number', async () => {
    const code = [0xd0, EXTERNREF];
    const plugin = await load({ results: [EXTERNREF], functions: [{ code }], exports: { f: 0 } });
    expect(String(await rejection(plugin.call('f')))).toContain('returns what is no number');
    const two = { code: [0x41, 1, 0x41, 2] };
    const pair = await load({ results: [I32, I32], functions: [two], exports: { f: 0 } });
    expect(String(await rejection(pair.call('f')))).toContain('returns what is no number');
  });

  test('leaves nobody else its lines when it cannot be loaded', async () => {
    const sim = panel();
    const bytes = moduleBytes({ functions: [{ code: [0xff] }] });
    const refused = rejection(loadPlugin(bytes, { kernel: sim.kernel, chips }));
    expect(String(await refused)).toContain('cannot be compiled');
    keepPlugin(await loadPlugin(moduleBytes({}), { kernel: sim.kernel, chips }));
  });
});
