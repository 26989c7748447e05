import { parseArgs } from 'node:util';
import { GpiodError, loadSync } from '../ts/index.js';
import { createSim } from '../ts/sim.js';
import { build } from './build/all.js';
import { bootRig } from './rig/boot.js';
import { type JobLines, runJob } from './start/job.js';
import { inRoot } from './support/root.js';

const usage = `Usage: npm start -- [OPTIONS]

Builds the project, then shows this machine's GPIO chips and lines, blinks a line and watches another.
Where there is no chip, the same runs on a simulated Raspberry Pi 5.

  --led LINE      the line to blink, such as GPIO17. It is driven as an output: name no line that
                  something else than a LED hangs on
  --button LINE   the line to watch, such as GPIO27. It becomes an input with pull-up
  --rig           use a Linux kernel of its own with gpio-sim, and show upstream's tools, too; the
                  kernel is built the first time, which takes some minutes
`;

const { values } = parseArgs({
  options: {
    led: { type: 'string' },
    button: { type: 'string' },
    rig: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function onThisMachine(lines: JobLines): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  if (lines.button !== undefined && lines.led === undefined) console.log('Ctrl-C ends it.');
  await runJob(loadSync(), lines, stop.signal);
  if (lines.led === undefined && lines.button === undefined) {
    console.log(
      '\nNo line is touched unless it is named. With a LED on GPIO17 and a button on GPIO27:\n' +
        '  npm start -- --led GPIO17 --button GPIO27',
    );
  }
  return 0;
}

async function onSimulatedMachine(): Promise<number> {
  const lines = { led: 'GPIO17', button: 'GPIO27' };
  const sim = createSim('pi5');
  sim.wire(lines.led, lines.button);
  console.log(`${lines.led} is wired to ${lines.button}.`);
  await runJob(loadSync({ kernel: sim.kernel }), lines, new AbortController().signal);
  return 0;
}

function inTheRig(): Promise<number> {
  const tsx = inRoot('node_modules', 'tsx', 'dist', 'cli.mjs');
  return bootRig({ command: [process.execPath, tsx, inRoot('scripts', 'start', 'demo.ts')] });
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  await build();
  if (values.rig) {
    console.log('On a Linux kernel of its own, with gpio-sim:');
    return inTheRig();
  }
  const chips = process.platform === 'linux' ? loadSync().chips() : [];
  if (chips.length > 0) {
    console.log(`This machine has ${chips.length} GPIO chips:`);
    return onThisMachine(values);
  }
  console.log('This machine has no GPIO chip: a simulated Raspberry Pi 5 stands in for it.');
  return onSimulatedMachine();
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  if (error instanceof GpiodError && error.hint !== undefined) console.error(error.hint);
  return 1;
});
