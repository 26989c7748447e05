import { afterEach, describe, expect, test } from 'vitest';
import { clampModule } from '../../../ts/sandbox/plugin/clamp-module.js';
import { loadPlugin, type Plugin, type PluginOptions } from '../../../ts/sandbox.js';
import { chips, closePlugins, keepPlugin, panel, rejection } from '../plugin-support.js';
import {
  ENDLESS,
  EXTERNREF,
  I32,
  type ModuleParts,
  moduleBytes,
  section,
  vector,
} from './module-bytes.js';

afterEach(closePlugins);

const many = (count: number, ...bytes: readonly number[]): number[] =>
  Array.from({ length: count }, () => bytes).flat();

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
  ] as const)('not %s', (_, parts, message) => {
    expect(() => clampModule(moduleBytes(parts), 16)).toThrow(message);
  });

  test('not locals by the million in many functions', () => {
    const functions = Array.from({ length: 250 }, () => ({ locals: [[50_000, I32] as const] }));
    expect(() => clampModule(moduleBytes({ functions }), 16)).toThrow(/too many local/);
  });

  test.each([
    ['an array of the garbage collector', [0x5e, I32, 1]],
    ['a group of types', [0x4e, 1, 0x60, 0, 0]],
  ])('not %s', (_, type) => {
    const bytes = [...moduleBytes({}).subarray(0, 8), ...section(1, vector([type]))];
    expect(() => clampModule(Uint8Array.from(bytes), 16)).toThrow(/a type that is no function/);
  });

  test.each([
    ['more functions', 10],
    ['more types', 1],
  ])('not %s than there are bytes', (_, id) => {
    const bytes = [
      ...moduleBytes({}).subarray(0, 8),
      ...section(id, [0xff, 0xff, 0xff, 0xff, 0x0f]),
    ];
    expect(() => clampModule(Uint8Array.from(bytes), 16)).toThrow(/ends within a section/);
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
