import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { bootRig } from './rig/boot.js';
import { inRoot } from './support/root.js';

const usage = `Usage: tsx scripts/differential.ts [OPTION ...]

Does random things to the simulated kernel and to gpio-sim in a real one, and compares all answers.

  --operations NUMBER  how many (20000)
  --seed NUMBER        of the first episode (random)
  --length NUMBER      operations of one episode (400)
`;

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    length: { type: 'string', default: '400' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const numbers = [values.operations, values.seed, values.length];
if (!numbers.every((text) => /^\d+$/.test(text)) || Number(values.length) < 10) {
  process.stderr.write(usage);
  process.exit(2);
}

process.exitCode = await bootRig({
  command: [
    process.execPath,
    '--import',
    'tsx',
    inRoot('test', 'differential', 'main.ts'),
    '--operations',
    values.operations,
    '--seed',
    values.seed,
    '--length',
    values.length,
  ],
  // Interrupts and debounce periods take no real time.
  timeTravel: true,
  timeout: 60 + Math.ceil(Number(values.operations) / 100),
});
