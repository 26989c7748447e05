import { parseArgs } from 'node:util';
import { GpiodError, loadSync } from '../ts/index.js';
import { build } from './build/all.js';
import { inRoot } from './build/stage.js';
import { bootRig } from './rig/boot.js';
import { type JobLines, runJob } from './start/job.js';

const usage = `Usage: npm start -- [OPTIONS]

Builds the project, then shows this machine's GPIO chips and lines, blinks a line and watches another.
Where there is no chip, the same runs on a kernel of its own with simulated chips.

  --led LINE      the line to blink, such as GPIO17. It is driven as an output: name no line that
                  something else than a LED hangs on
  --button LINE   the line to watch, such as GPIO27. It becomes an input with pull-up
  --rig           use the kernel with simulated chips although the machine has some
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
  const chips = process.platform === 'linux' ? loadSync().chips() : [];
  if (chips.length > 0 && !values.rig) {
    console.log(`This machine has ${chips.length} GPIO chips:`);
    return onThisMachine(values);
  }
  console.log('This machine has no GPIO chip: a kernel of its own with gpio-sim stands in for it.');
  return inTheRig();
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  if (error instanceof GpiodError && error.hint !== undefined) console.error(error.hint);
  return 1;
});
