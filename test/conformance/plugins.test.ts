import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { trace } from '../../ts/kernel/trace.js';
import { loadSync } from '../../ts/load.js';
import { type Grants, type LineGrant, loadPlugin, type Right } from '../../ts/sandbox.js';
import {
  assemblyScriptExample,
  examples,
  type UpstreamExample,
  upstreamSources,
} from '../sandbox/plugin-sources.js';
import {
  closePlugins,
  compileAssemblyScript,
  compilePlugins,
  keepPlugin,
  Output,
  rejection,
} from '../sandbox/plugin-support.js';
import { GpioSim } from '../support/gpio-sim.js';

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

describe("upstream's examples as plugins on a real kernel", () => {
  let wasm: Readonly<Record<UpstreamExample, Uint8Array>>;

  beforeAll(async () => {
    wasm = await compilePlugins(upstreamSources());
  }, 600_000);

  /** The examples work on lines 3, 5 and 7, each of which is granted the same rights. */
  async function start(example: UpstreamExample, allow: readonly Right[]) {
    const names = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [i, `PLUGIN${i}`]));
    const sim = keep(new GpioSim({ lines: 8, names }));
    const line = (_: unknown, i: number): LineGrant => ({
      line: `PLUGIN${i}`,
      name: i === 6 ? 'GPIO19' : `LINE${i}`,
      allow: [3, 5, 7].includes(i) ? allow : [],
    });
    const stdout = new Output();
    const controller = new AbortController();
    const plugin = keepPlugin(
      await loadPlugin(wasm[example], {
        kernel: linuxKernel(),
        chips: { gpiochip0: { label: 'examples', lines: Array.from({ length: 8 }, line) } },
        clock: true,
        stdout: stdout.write,
        stderr: stdout.write,
      }),
    );
    const outside = keep(loadSync().openChip(sim.chipPath));
    const done = plugin.run({ signal: controller.signal });
    const stop = async (): Promise<void> => {
      controller.abort();
      expect(await rejection(done)).toMatchObject({ name: 'AbortError' });
      expect(outside.lines().filter(({ used }) => used)).toEqual([]);
    };
    const held = async (): Promise<void> => {
      while (!outside.lineInfo(5).used) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    return { sim, stdout, done, stop, held, outside };
  }

  it.each([
    ['find_line_by_name', [], /^GPIO19: gpiochip0 6$/m],
    ['get_chip_info', [], /examples/],
    ['get_line_info', [], /^line {3}3: +LINE3 +unused +input active-high$/m],
    ['get_line_value', ['input'], /5=Inactive/],
    ['get_multiple_line_values', ['input'], /5=Inactive 3=Inactive 7=Inactive/],
    [
      'reconfigure_input_to_output',
      ['input', 'output'],
      /5=Inactive \(input\)\n5=Inactive \(output\)/,
    ],
  ] as const)('%s ends as it should', async (example, allow, output) => {
    const { stdout, done } = await start(example, allow);
    const status = await done;
    expect(stdout.text).toMatch(output);
    expect(status).toBe(0);
  });

  it.each(['toggle_line_value', 'toggle_multiple_line_values'] as const)('%s', async (example) => {
    const { stdout, stop } = await start(example, ['output']);
    await stdout.has('5=Active');
    await stdout.has('5=Inactive');
    await stop();
  });

  it.each([
    'async_watch_line_value',
    'watch_line_value',
    'watch_multiple_line_values',
    'watch_line_rising',
  ] as const)('%s', async (example) => {
    const { sim, stdout, stop, held } = await start(example, [
      'input',
      'edges',
      'bias',
      'debounce',
    ]);
    await held();
    // A change that is undone within the debounce period is none.
    const wiggle = setInterval(() => sim.pull(5, sim.value(5) === 1 ? 'down' : 'up'), 50);
    await stdout.has('type: Rising');
    clearInterval(wiggle);
    await stop();
  });

  it('watch_line_info', async () => {
    const { stdout, stop, outside } = await start('watch_line_info', ['watch']);
    const requested = setInterval(() => {
      outside.requestLines({ consumer: 'other', lines: { 3: { direction: 'input' } } }).release();
    }, 5);
    await stdout.has('Requested');
    clearInterval(requested);
    await stop();
  });
});
