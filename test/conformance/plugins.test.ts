import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { trace } from '../../ts/kernel/trace.js';
import { loadSync } from '../../ts/load.js';
import { type Grants, type LineGrant, loadPlugin } from '../../ts/sandbox.js';
import { assemblyScriptExample, examples } from '../sandbox/plugin-sources.js';
import {
  closePlugins,
  compileAssemblyScript,
  compilePlugins,
  keepPlugin,
  Output,
  rejection,
} from '../sandbox/plugin-support.js';
import { describeUpstreamExamples } from '../sandbox/upstream-examples.suite.js';
import { GpioSim } from '../support/gpio-sim.js';
import { GpioSimMachine } from './gpio-sim-machine.js';

const open: Disposable[] = [];

function keep<T extends Disposable>(one: T): T {
  open.push(one);
  return one;
}

afterEach(async () => {
  await closePlugins();
  for (const one of open.splice(0).reverse()) one[Symbol.dispose]();
});

/** As WASI numbers them. */
const [EBUSY, ENODEV] = [10, 43];

describe("this project's examples as plugins on a real kernel", () => {
  let wasm: Readonly<Record<'blink' | 'button' | 'reactor' | 'assemblyScript', Uint8Array>>;

  beforeAll(async () => {
    wasm = {
      ...(await compilePlugins(examples)),
      assemblyScript: compileAssemblyScript(assemblyScriptExample),
    };
  }, 300_000);

  const led: LineGrant = { line: 'LAMP', name: 'LED', allow: ['output'] };
  const button: LineGrant = { line: 'KEY', name: 'BUTTON', allow: ['input', 'edges'] };
  const spare: LineGrant = { line: 'SPARE', allow: ['output'] };
  const chips = (...lines: LineGrant[]): Grants => ({ gpiochip0: { lines } });
  const panel = (): GpioSim =>
    keep(new GpioSim({ lines: 8, names: { 2: 'KEY', 5: 'LAMP', 6: 'SPARE' } }));

  it.each(['button', 'assemblyScript'] as const)('%s answers edges', async (program) => {
    const sim = panel();
    const stdout = new Output();
    const plugin = keepPlugin(
      await loadPlugin(wasm[program], {
        kernel: linuxKernel(),
        chips: chips(led, button),
        args: ['2'],
        stdout: stdout.write,
      }),
    );
    const done = plugin.run();
    await stdout.has('ready');
    sim.pull(2, 'up');
    await stdout.has('rising 1');
    expect(sim.value(5)).toBe(1);
    sim.pull(2, 'down');
    expect(await done).toBe(0);
    expect(stdout.lines).toEqual(['ready', 'rising 1', 'falling 2']);
  });

  it('a reactor keeps its lines between calls, and loses one that is revoked', async () => {
    const sim = panel();
    const grants = { kernel: linuxKernel(), chips: chips(led, spare), name: 'reactor' };
    const plugin = keepPlugin(await loadPlugin(wasm.reactor, grants));
    expect(await plugin.call('take', 0)).toBe(0);
    expect(await plugin.call('set', 0, 1)).toBe(0);
    expect(sim.value(5)).toBe(1);
    expect(await plugin.call('get', 0)).toBe(1);
    const outside = keep(loadSync().openChip(sim.chipPath));
    expect(outside.lineInfo(5).consumer).toMatch(/^reactor/);
    plugin.revoke('LAMP');
    expect(outside.lineInfo(5).used).toBe(false);
    expect(await plugin.call('set', 0, 0)).toBe(ENODEV);
    expect(await plugin.call('take', 0)).toBe(ENODEV);
    expect(await plugin.call('take', 1)).toBe(0);
    expect(await plugin.call('set', 1, 1)).toBe(0);
    expect(sim.value(6)).toBe(1);
    await plugin.close();
    expect(outside.lineInfo(6).used).toBe(false);
  });

  it('two with the same line: the second is not loaded', async () => {
    panel();
    const load = (name: string): ReturnType<typeof loadPlugin> =>
      loadPlugin(wasm.reactor, { kernel: linuxKernel(), chips: chips(led), name });
    keepPlugin(await load('first'));
    expect(await rejection(load('second'))).toMatchObject({
      code: 'EBUSY',
      message: expect.stringContaining("granted to the plugin 'first'"),
    });
  });

  it('two that do not know of each other: the kernel gives the line to the first', async () => {
    const sim = panel();
    const load = async (name: string): ReturnType<typeof loadPlugin> =>
      keepPlugin(
        await loadPlugin(wasm.reactor, {
          kernel: trace(linuxKernel(), () => {}),
          chips: chips(led),
          name,
        }),
      );
    const [first, second] = [await load('first'), await load('second')];
    expect(await first.call('take', 0)).toBe(0);
    expect(await second.call('take', 0)).toBe(EBUSY);
    expect(keep(loadSync().openChip(sim.chipPath)).lineInfo(5).consumer).toMatch(/^first/);
  });
});

const machine = new GpioSimMachine();
afterAll(() => machine.dispose());

describeUpstreamExamples(machine);
