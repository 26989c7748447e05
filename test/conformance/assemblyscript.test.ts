import { afterEach, expect, it } from 'vitest';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { loadPlugin } from '../../ts/sandbox.js';
import { assemblyScriptExample } from '../sandbox/plugin-sources.js';
import {
  closePlugins,
  compileAssemblyScript,
  keepPlugin,
  Output,
} from '../sandbox/plugin-support.js';
import { GpioSim } from '../support/gpio-sim.js';

afterEach(closePlugins);

it('a plugin in AssemblyScript answers edges on a real kernel', async () => {
  using sim = new GpioSim({ lines: 8, names: { 2: 'KEY', 5: 'LAMP' } });
  const stdout = new Output();
  const plugin = keepPlugin(
    await loadPlugin(compileAssemblyScript(assemblyScriptExample), {
      kernel: linuxKernel(),
      chips: {
        gpiochip0: {
          lines: [
            { line: 'LAMP', name: 'LED', allow: ['output'] },
            { line: 'KEY', name: 'BUTTON', allow: ['input', 'edges'] },
          ],
        },
      },
      args: ['3'],
      stdout: stdout.write,
    }),
  );
  const done = plugin.run();
  await stdout.has('ready');
  sim.pull(2, 'up');
  await stdout.has('rising 1');
  expect(sim.value(5)).toBe(1);
  sim.pull(2, 'down');
  await stdout.has('falling 2');
  expect(sim.value(5)).toBe(0);
  sim.pull(2, 'up');
  expect(await done).toBe(0);
  expect(stdout.lines).toEqual(['ready', 'rising 1', 'falling 2', 'rising 3']);
});
