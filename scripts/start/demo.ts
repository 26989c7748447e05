import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { GpioSim } from '../../test/support/gpio-sim.js';
import { loadSync } from '../../ts/index.js';
import { inRoot } from '../support/root.js';
import { runJob } from './job.js';

// Runs inside the rig, on a kernel whose gpio-sim gives it a chip like a Raspberry Pi's.

const LED = 17;
const BUTTON = 27;

function gpioNames(): Record<number, string> {
  return Object.fromEntries(Array.from({ length: 28 }, (_, offset) => [offset, `GPIO${offset}`]));
}

/** Starts one of upstream's tools, as a user would. Resolves when it has ended. */
async function tool(...args: string[]): Promise<void> {
  console.log(`$ libgpiod-wasm ${args.join(' ')}`);
  const child = spawn(process.execPath, [inRoot('dist', 'cli.js'), ...args], { stdio: 'inherit' });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${args[0]} exited with ${status}`);
}

const sim = new GpioSim({ lines: 28, label: 'pinctrl-simulated', names: gpioNames() });
// A wire from the LED's line to the button's: every blink is an edge.
const wire = setInterval(() => sim.pull(BUTTON, sim.value(LED) === 1 ? 'up' : 'down'), 10);
console.log(`GPIO${LED} is wired to GPIO${BUTTON}.`);
try {
  const lines = { led: `GPIO${LED}`, button: `GPIO${BUTTON}` };
  await runJob(loadSync(), lines, new AbortController().signal);

  console.log('\nThe same with upstream’s tools:');
  await tool('gpiodetect');
  await Promise.all([
    tool('gpiomon', '--num-events=4', '--consumer=watcher', lines.button),
    tool('gpioset', '--toggle=500ms,500ms,500ms,500ms,500ms,0', `${lines.led}=0`),
  ]);
} finally {
  clearInterval(wire);
  sim.dispose();
}
