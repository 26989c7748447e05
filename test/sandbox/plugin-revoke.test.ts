import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Plugin, PluginOptions } from '../../ts/sandbox.js';
import type { Sim } from '../../ts/sim.js';
import { examples, misbehave } from './plugin-sources.js';
import {
  chips,
  closePlugins,
  compilePlugins,
  loadOnPanel,
  Output,
  panel,
  rejection,
} from './plugin-support.js';

type Program = 'misbehave' | 'reactor';

let wasm: Readonly<Record<Program, Uint8Array>>;

beforeAll(async () => {
  wasm = await compilePlugins({ misbehave, reactor: examples.reactor });
}, 180_000);

afterEach(closePlugins);

const load = (program: Program, sim: Sim, options?: Partial<PluginOptions>): Promise<Plugin> =>
  loadOnPanel(wasm[program], sim, options);

/** As WASI numbers them. */
const [ENODEV, EPERM] = [43, 63];

describe('one line of a plugin', () => {
  test('can be revoked while it waits for it', async () => {
    const sim = panel();
    const stdout = new Output();
    const plugin = await load('misbehave', sim, { args: ['edges'], stdout: stdout.write });
    const done = plugin.run();
    await stdout.has('waiting');
    plugin.revoke('LED');
    sim.line('BUTTON').pull('up');
    await stdout.has('edge');
    plugin.revoke({ chip: 'gpiochip0', line: 'BUTTON' });
    expect(sim.line('BUTTON').consumer).toBeUndefined();
    expect(await done).toBe(ENODEV);
  });

  test('can be revoked between calls of a reactor, which goes on', async () => {
    const sim = panel();
    const line = (name: string): PluginOptions['chips'][string]['lines'][number] => ({
      line: name,
      name,
      allow: ['output'],
    });
    const plugin = await load('reactor', sim, {
      chips: { gpiochip0: { lines: [line('LED'), line('C')] } },
    });
    expect(await plugin.call('take', 0)).toBe(0);
    plugin.revoke('LED');
    expect(await plugin.call('set', 0, 1)).toBe(ENODEV);
    expect(await plugin.call('take', 0)).toBe(ENODEV);
    expect(await plugin.call('take', 1)).toBe(0);
    expect(await plugin.call('set', 1, 1)).toBe(0);
    expect(sim.line('C').level).toBe(1);
    expect(sim.line('LED').consumer).toBeUndefined();
  });

  test('can be granted to another one then, and no other line can', async () => {
    const sim = panel();
    const [led, button] = chips.gpiochip0?.lines ?? [];
    if (led === undefined || button === undefined) throw new Error('there are no grants');
    const first = await load('reactor', sim, { name: 'first' });
    const second = (lines: readonly (typeof led)[]): Promise<Plugin> =>
      load('reactor', sim, { name: 'second', chips: { gpiochip0: { lines } } });
    first.revoke('LED');
    expect(await rejection(second([led, button]))).toMatchObject({
      code: 'EBUSY',
      message: expect.stringContaining("gpiochip0:1 BUTTON is granted to the plugin 'first'"),
    });
    const heir = await second([led]);
    expect(await heir.call('take', 0)).toBe(0);
    await first.close();
    expect(sim.line('LED').consumer).toMatch(/^second/);
    expect(await rejection(second([led]))).toMatchObject({ code: 'EBUSY' });
  });

  test('that it never had cannot be', async () => {
    const plugin = await load('reactor', panel());
    expect(() => plugin.revoke('TYPO')).toThrow(RangeError);
    expect(await plugin.call('take', 1)).toBe(EPERM);
  });
});
