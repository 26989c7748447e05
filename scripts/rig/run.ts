import { parseArgs } from 'node:util';
import { bootRig } from './boot.js';

const usage = `Usage: npx tsx scripts/rig/run.ts [OPTIONS] -- COMMAND [ARGUMENT...]

Runs a command as root on a kernel of its own that has gpio-sim, and exits with its status.

  --time-travel      time stands still while anything computes
  --cwd FOLDER       the command's current folder
  --writable FOLDER  a folder the command may write into (repeatable)
  --readable FOLDER  a folder below /tmp the command has to see (repeatable)
  --timeout SECONDS  kill it after this many seconds (600)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'time-travel': { type: 'boolean', default: false },
    cwd: { type: 'string' },
    writable: { type: 'string', multiple: true, default: [] },
    readable: { type: 'string', multiple: true, default: [] },
    timeout: { type: 'string', default: '600' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || positionals.length === 0) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}

const { HOME: _home, TMPDIR: _tmp, ...inherited } = process.env;
const env: Record<string, string> = {};
for (const [name, value] of Object.entries(inherited)) {
  if (value !== undefined) env[name] = value;
}

process.exitCode = await bootRig({
  command: positionals,
  env,
  cwd: values.cwd ?? process.cwd(),
  readable: [process.cwd(), ...values.readable],
  writable: values.writable,
  timeTravel: values['time-travel'],
  timeout: Number(values.timeout),
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 125;
});
