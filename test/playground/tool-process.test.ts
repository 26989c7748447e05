import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { ToolProcess } from '../../ts/playground/machine/tool-process.js';
import type { Sim } from '../../ts/sim/sim.js';
import { createSim } from '../../ts/sim.js';
import { nodeClock } from '../../ts/wasi/node-clock.js';

let module: WebAssembly.Module;

beforeAll(async () => {
  const wasm = new URL('../../build/gpio-tools-asyncify.wasm', import.meta.url);
  module = await WebAssembly.compile(readFileSync(wasm));
});

/** A tool on a simulated machine, in this very thread. */
class Running {
  output = '';
  raw = false;
  detached = false;
  readonly process: ToolProcess;
  readonly status: Promise<number>;

  constructor(sim: Sim, ...argv: string[]) {
    this.process = new ToolProcess({
      module,
      kernel: sim.kernel,
      clock: nodeClock(),
      argv,
      columns: 80,
      onCall: () => {},
      onOutput: (text) => {
        this.output += text;
      },
      onMode: (raw) => {
        this.raw = raw;
      },
      onDetach: () => {
        this.detached = true;
      },
    });
    this.status = this.process.run();
  }

  async shows(expected: string): Promise<void> {
    await expect.poll(() => this.output).toContain(expected);
  }
}

function panel(): Sim {
  return createSim({ chips: [{ label: 'panel', lines: ['BUTTON', 'LED'] }] });
}

describe('a tool in a thread that must not block', () => {
  test('runs to its end', async () => {
    const sim = panel();
    const detect = new Running(sim, 'gpiodetect');

    expect(await detect.status).toBe(0);
    expect(detect.output).toBe('gpiochip0 [panel] (2 lines)\n');
    const get = new Running(sim, 'gpioget', 'NOPE');
    expect(await get.status).toBe(1);
    expect(get.output).toBe("gpioget: cannot find line 'NOPE'\n");
    expect(sim.openHandles).toEqual([]);
  });

  test('waits for edges while the thread goes on', async () => {
    const sim = panel();
    const monitor = new Running(sim, 'gpiomon', '--num-events=2', '--format=%e %l', 'BUTTON');

    await expect.poll(() => sim.line('BUTTON').consumer).toBe('gpiomon');
    sim.line('BUTTON').pull('up');
    await monitor.shows('1 BUTTON');
    sim.line('BUTTON').pull('down');
    expect(await monitor.status).toBe(0);
    expect(monitor.output).toBe('1 BUTTON\n2 BUTTON\n');
  });

  test('sleeps, and gives up when its time is over', async () => {
    const sim = panel();

    expect(await new Running(sim, 'gpioset', '--toggle=1ms,1ms,0', 'LED=1').status).toBe(0);
    expect(
      sim
        .line('LED')
        .history()
        .map(({ level }) => level),
    ).toEqual([1, 0, 1, 0]);
    expect(await new Running(sim, 'gpiomon', '--idle-timeout=5ms', 'BUTTON').status).toBe(0);
  });

  test('is ended while it waits, and leaves nothing open', async () => {
    const sim = panel();
    const set = new Running(sim, 'gpioset', 'LED=1');

    await expect.poll(() => sim.line('LED').level).toBe(1);
    set.process.kill();
    expect(await set.status).toBe(130);
    expect(sim.line('LED').level).toBe(0);
    expect(sim.openHandles).toEqual([]);
  });

  test('reads what is typed, key by key', async () => {
    const sim = panel();
    const set = new Running(sim, 'gpioset', '--interactive', 'LED=0');

    await set.shows('gpioset> ');
    expect(set.raw).toBe(true);
    set.process.type('tog');
    set.process.type('gle\r');
    await expect.poll(() => sim.line('LED').level).toBe(1);
    set.process.type('exit\r');
    expect(await set.status).toBe(0);
    expect(set.raw).toBe(false);
  });

  test('becomes a daemon by going on', async () => {
    const sim = panel();
    const set = new Running(sim, 'gpioset', '--daemonize', 'LED=1');

    await expect.poll(() => sim.line('LED').level).toBe(1);
    expect(set.detached).toBe(true);
    set.process.kill();
    await set.status;
  });

  test('two of them share one machine', async () => {
    const sim = panel();
    const notify = new Running(sim, 'gpionotify', '--num-events=2', '--format=%e', 'LED');

    await expect.poll(() => sim.openHandles.length).toBe(1);
    await new Running(sim, 'gpioset', '--toggle=0', 'LED=1').status;
    expect(await notify.status).toBe(0);
    expect(notify.output).toBe('1\n2\n');
  });

  test('is told of an abort by its output and its status', async () => {
    const sim = panel();
    const broken = { ...sim.kernel, name: 'broken' } as typeof sim.kernel;
    broken.attach = (memory) => ({
      ...sim.kernel.attach(memory),
      open: () => {
        throw new WebAssembly.RuntimeError('unreachable');
      },
    });
    broken.devices = () => ['gpiochip0'];
    const detect = new Running({ kernel: broken } as Sim, 'gpiodetect');

    expect(await detect.status).toBe(134);
    expect(detect.output).toContain('gpiodetect: aborted: unreachable');
  });
});
