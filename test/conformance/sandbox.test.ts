import { readdirSync, readlinkSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { load, loadSync } from '../../ts/load.js';
import { type Grants, loadPlugin, sandbox } from '../../ts/sandbox.js';
import { attack, SECRET } from '../sandbox/hostile/attack.js';
import { examples, misbehave } from '../sandbox/plugin-sources.js';
import { compilePlugins, Output, rejection } from '../sandbox/plugin-support.js';
import { GpioSim } from '../support/gpio-sim.js';

const CALLS = 100_000;
const CALLS_EACH = 5000;

const open: Disposable[] = [];

function keep<T extends Disposable>(one: T): T {
  open.push(one);
  return one;
}

afterEach(() => {
  for (const one of open.splice(0).reverse()) one[Symbol.dispose]();
});

/** Descriptors of GPIO chips and requests that this process has open. */
function gpioDescriptors(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return /gpio/.test(target) ? target : [];
    } catch {
      return [];
    }
  });
}

const chips: Grants = {
  gpiochip0: {
    label: 'plugin',
    lines: [
      { line: 'LAMP', name: 'LED', allow: ['output'] },
      { line: 'KEY', name: 'BUTTON', allow: ['input', 'edges'], fixed: { bias: 'pull-down' } },
    ],
  },
};

function panel(): GpioSim {
  return keep(new GpioSim({ lines: 8, names: { 2: 'KEY', 5: 'LAMP' } }));
}

describe('a sandbox on a real kernel', () => {
  it('passes values, settings and edges of granted lines, and nothing else', async () => {
    const sim = panel();
    const gpiod = await load({ kernel: sandbox(linuxKernel(), chips, { name: 'box' }) });
    expect(gpiod.chips()).toMatchObject([{ name: 'gpiochip0', label: 'plugin', numLines: 2 }]);
    const chip = keep(gpiod.openChip(0));
    const led = keep(chip.requestLines({ lines: { LED: { direction: 'output', value: 1 } } }));
    expect(sim.value(5)).toBe(1);
    led.setValue('LED', 0);
    expect(sim.value(5)).toBe(0);
    const settings = { direction: 'input', edge: 'both' } as const;
    const button = keep(chip.requestLines({ consumer: 'me', lines: { BUTTON: settings } }));
    sim.pull(2, 'up');
    expect(await button.waitEdgeEvent()).toBe(true);
    expect(button.readEdgeEvents(4)).toMatchObject([{ type: 'rising', offset: 1, lineSeqno: 1 }]);
    const outside = keep(loadSync().openChip(sim.chipPath));
    expect(outside.lineInfo(2)).toMatchObject({ consumer: 'box:me', bias: 'pull-down' });
    expect(() => button.reconfigure({ BUTTON: { direction: 'output' } })).toThrow(/EPERM/);
  });

  it('closes all it has open when it is revoked, and wakes who waits', async () => {
    const sim = panel();
    const before = gpioDescriptors();
    const kernel = sandbox(linuxKernel(), chips);
    const chip = (await load({ kernel })).openChip(0);
    const button = chip.requestLines({
      lines: { BUTTON: { direction: 'input', edge: 'both' } },
    });
    const waiting = button.waitEdgeEvent();
    kernel.revoke();
    expect(gpioDescriptors()).toEqual(before);
    expect(await waiting).toBe(true);
    expect(() => button.readEdgeEvents(1)).toThrow(/ENODEV/);
    button.release();
    chip.close();
    expect(keep(loadSync().openChip(sim.chipPath)).lineInfo(2).used).toBe(false);
  });

  it(`repels ${CALLS} hostile calls`, { timeout: 600_000 }, async () => {
    const names = (from: number): Record<number, string> =>
      Object.fromEntries(Array.from({ length: 8 }, (_, i) => [i, `${SECRET}${from + i}`]));
    const sim = keep(
      new GpioSim({
        banks: [
          { lines: 8, names: names(0) },
          { lines: 8, names: names(8) },
        ],
      }),
    );
    const before = gpioDescriptors();
    const first = Math.floor(Math.random() * 2 ** 31);
    console.log(`hostile guest: seeds ${first} to ${first + CALLS / CALLS_EACH - 1}`);
    for (let i = 0; i < CALLS / CALLS_EACH; i += 1) {
      attack({
        kernel: linuxKernel(),
        chips: [`/dev/${sim.chipNameOf(0)}`, `/dev/${sim.chipNameOf(1)}`],
        seed: first + i,
        count: CALLS_EACH,
        elsewhere: (random) => {
          if (random.once(4)) {
            sim.pull(random.below(8), random.pick(['up', 'down']), random.below(2));
          }
        },
      });
    }
    expect(gpioDescriptors()).toEqual(before);
  });
});

describe('a plugin on a real kernel', () => {
  let wasm: Readonly<Record<'blink' | 'misbehave', Uint8Array>>;

  beforeAll(async () => {
    const { blink } = examples;
    wasm = await compilePlugins({ blink, misbehave });
  }, 180_000);

  it('blinks', async () => {
    panel();
    const calls: string[] = [];
    const gpiod = await load();
    const audit = (line: string): number => calls.push(line);
    const plugin = await loadPlugin(wasm.blink, { gpiod, chips, args: ['2', '10'], audit });
    expect(await plugin.run()).toBe(0);
    expect(calls.filter((call) => call.includes('SET_VALUES'))).toHaveLength(4);
  });

  it('releases its lines when it is stopped, however busy it is', async () => {
    const sim = panel();
    const before = gpioDescriptors();
    const controller = new AbortController();
    const plugin = await loadPlugin(wasm.misbehave, {
      kernel: linuxKernel(),
      chips,
      args: ['calls'],
      limits: { callsPerSecond: Number.POSITIVE_INFINITY },
    });
    const run = rejection(plugin.run({ signal: controller.signal }));
    const outside = keep(loadSync().openChip(sim.chipPath));
    while (!outside.lineInfo(5).used) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    expect(await run).toMatchObject({ name: 'AbortError' });
    expect(outside.lineInfo(5).used).toBe(false);
    expect(gpioDescriptors()).toHaveLength(before.length + 1);
  });

  it('is woken when its lines are revoked', async () => {
    panel();
    const stdout = new Output();
    const plugin = await loadPlugin(wasm.misbehave, {
      kernel: linuxKernel(),
      chips,
      args: ['edges'],
      stdout: stdout.write,
    });
    const done = plugin.run();
    await stdout.has('waiting');
    plugin.revoke();
    // ENODEV as WASI numbers it.
    expect(await done).toBe(43);
  });
});
