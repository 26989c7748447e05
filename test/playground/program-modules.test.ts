import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as index from '../../ts/index.js';
import { moduleForProgram } from '../../ts/playground/machine/program-modules.js';
import { ProgramTimers } from '../../ts/playground/machine/program-timers.js';
import { createSim } from '../../ts/sim.js';

const wasm = readFileSync(new URL('../../dist/libgpiod.wasm', import.meta.url));

function surroundings() {
  const timers = new ProgramTimers(
    () => {},
    (error) => {
      throw error;
    },
  );
  return { module: new WebAssembly.Module(wasm), kernel: createSim('pi4').kernel, timers };
}

describe("a program's imports", () => {
  test('are all that libgpiod-wasm exports, on the simulated machine', () => {
    const provided = moduleForProgram('libgpiod-wasm', surroundings());

    expect(Object.keys(provided).sort()).toEqual(Object.keys(index).sort());
    const { loadSync } = provided as Pick<typeof index, 'loadSync'>;
    expect(loadSync().chips()).toHaveLength(2);
  });

  test('refuse what would end elsewhere than the program says, as in Node', () => {
    const { loadSync } = moduleForProgram('libgpiod-wasm', surroundings()) as typeof index;

    const slip: object = { kernal: createSim('pi5').kernel };
    expect(() => loadSync(slip)).toThrow("load() has no option 'kernal': there are kernel");
    expect(() => loadSync({ kernel: createSim('pi5') as never })).toThrow('the kernel is none');
  });

  test('are refused by name where there are none', () => {
    expect(() => moduleForProgram('node:fs', surroundings())).toThrow(
      "there is no 'node:fs' here: programs can import 'libgpiod-wasm'",
    );
  });
});

describe("a program's timers", () => {
  test('tell when the last one has expired', async () => {
    const idle = await new Promise<boolean>((resolve, reject) => {
      const timers = new ProgramTimers(() => resolve(timers.waiting), reject);
      timers.setTimeout(() => {}, 1);
      timers.setTimeout(() => {}, 2);
    });
    expect(idle).toBe(false);
  });

  test('report what a callback throws', async () => {
    const thrown = await new Promise((resolve) => {
      const timers = new ProgramTimers(() => {}, resolve);
      timers.setTimeout(() => {
        throw new Error('no');
      }, 1);
    });
    expect(thrown).toEqual(new Error('no'));
  });

  test('end together: sleeps reject once, later ones never settle', async () => {
    const { timers } = surroundings();
    const sleep = timers.sleep(1e6);
    timers.setInterval(() => {}, 1e6);
    timers.end(new Error('stopped'));

    await expect(sleep).rejects.toThrow('stopped');
    expect(timers.waiting).toBe(false);
    const later = timers.sleep(0).then(() => 'woke up');
    expect(await Promise.race([later, new Promise((go) => setTimeout(go, 20, 'asleep'))])).toBe(
      'asleep',
    );
  });

  test('sleeps end by their signal', async () => {
    const { timers } = surroundings();
    const controller = new AbortController();
    const sleep = timers.sleep(1e6, undefined, { signal: controller.signal });
    controller.abort(new Error('enough'));

    await expect(sleep).rejects.toThrow('enough');
    await expect(timers.sleep(1e6, undefined, { signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    expect(timers.waiting).toBe(false);
  });
});
