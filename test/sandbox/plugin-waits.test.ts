import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { misbehave } from './plugin-sources.js';
import { closePlugins, compilePlugins, loadOnPanel, Output, panel } from './plugin-support.js';

const clock = vi.hoisted(() => ({ looks: 0 }));

vi.mock('../../ts/sandbox/plugin/cpu-clock.js', () => ({
  cpuClock: () => async () => {
    clock.looks += 1;
    return 0;
  },
}));

let wasm: Uint8Array;

beforeAll(async () => {
  wasm = (await compilePlugins({ misbehave })).misbehave;
}, 180_000);

afterEach(closePlugins);

/** Resolves once nobody looks at the clock any more. */
async function quiet(): Promise<number> {
  for (;;) {
    const { looks } = clock;
    await sleep(50);
    if (looks === clock.looks) return looks;
  }
}

test('the processor time of a plugin is not looked at while it waits, however little is left', async () => {
  const sim = panel();
  const stdout = new Output();
  const limits = { cpuMs: 1 };
  const plugin = await loadOnPanel(wasm, sim, { args: ['edges'], stdout: stdout.write, limits });
  const run = plugin.run();
  await stdout.has('waiting');
  const before = await quiet();
  sim.line('BUTTON').pull('up');
  await stdout.has('edge');
  expect(await quiet()).toBeGreaterThan(before);
  plugin.revoke();
  await run;
});
