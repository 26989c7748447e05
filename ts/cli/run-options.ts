import { nearest } from '../kernel/nearest.js';
import type { LineGrant } from '../sandbox/grants.js';
import type { PluginLimits } from '../sandbox/plugin/limits.js';
import type { Policy } from '../sandbox/policy.js';
import { rights } from '../sandbox/rights.js';
import { readPolicy } from './run-files.js';
import { parseGrant, parseLimit } from './run-words.js';

export const runUsage = `Usage: libgpiod-wasm [--sim MACHINE] run [OPTION ...] PLUGIN.wasm [ARG ...]

Runs a WASI program that was linked with libgpiod, with the lines it is granted and nothing else.
What follows PLUGIN.wasm are the program's own arguments.

Options:
  -g, --grant [NAME=]LINE:RIGHT,...
                        let it use a line, as NAME; LINE is a name or CHIP:OFFSET
                        RIGHT: ${rights.slice(0, 6).join(', ')},
                        ${rights.slice(6).join(', ')};
                        or a setting that is fixed: bias=pull-up, drive=open-drain,
                        active-low=yes, debounce=10ms, clock=realtime
  -p, --policy FILE     what it may do, in JSON (libgpiod-wasm/policy.schema.json)
  -l, --limit NAME=N    wall=10s, cpu=500ms, memory=16MiB, calls=1000 (per second),
                        requests=4, events=64, output=1MiB; none lifts a limit
                        (default: wall and cpu none, the others as in the documentation)
  -e, --env NAME=VALUE  give it an environment variable
      --stdin           give it standard input, which is read to its end first
      --clock           let it read the time
      --explain         print what it will see, and do not run it
      --audit           print each of its calls on standard error, with its result; where that is
                        EPERM, what its grant would have to allow
  -h, --help            display this help and exit

The exit status is the plugin's; 124 where it came to a limit, 134 where it crashed.
`;

/** What the words after 'run' say. */
export interface RunOptions {
  /** With the words that each was given as. */
  grants: { readonly word: string; readonly grant: LineGrant }[];
  policy: { readonly path: string; readonly policy: Policy } | undefined;
  limits: PluginLimits;
  env: Record<string, string>;
  stdin: boolean;
  clock: boolean;
  explain: boolean;
  audit: boolean;
  help: boolean;
  /** The plugin and its arguments. */
  program: readonly string[];
}

/** Options with an argument, by all their names. */
const withArgument: Readonly<Record<string, (words: RunOptions, value: string) => void>> = {
  '--grant': (words, value) => words.grants.push({ word: value, grant: parseGrant(value) }),
  '--policy': (words, value) => {
    words.policy = { path: value, policy: readPolicy(value) };
  },
  '--limit': (words, value) => {
    words.limits = { ...words.limits, ...parseLimit(value) };
  },
  '--env': (words, value) => {
    const at = value.indexOf('=');
    if (at < 1) throw new Error(`variable '${value}': it is given as NAME=VALUE`);
    words.env[value.slice(0, at)] = value.slice(at + 1);
  },
};

const short: Readonly<Record<string, string>> = {
  '-g': '--grant',
  '-p': '--policy',
  '-l': '--limit',
  '-e': '--env',
  '-h': '--help',
};

const switches = ['stdin', 'clock', 'explain', 'audit', 'help'] as const;

/** What to say to an option that there is not. */
function unknownOption(option: string): string {
  if (option === '--sim') return "'--sim' goes before 'run': libgpiod-wasm --sim MACHINE run ...";
  const known = [...Object.keys(withArgument), ...switches.map((name) => `--${name}`)];
  const [guess] = nearest(option, known, 1);
  const hint = guess === undefined ? "try 'run --help'" : `did you mean '${guess}'?`;
  return `run: unrecognized option '${option}'; ${hint}`;
}

/** Throws Error for what there is not, or what has no sense. */
export function parseRunOptions(args: readonly string[]): RunOptions {
  const words: RunOptions = {
    grants: [],
    policy: undefined,
    limits: {},
    env: {},
    stdin: false,
    clock: false,
    explain: false,
    audit: false,
    help: false,
    program: [],
  };
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (!word.startsWith('-') || word === '--') break;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const option = short[word] ?? (equals < 0 ? word : word.slice(0, equals));
    const take = withArgument[option];
    const found = switches.find((name) => option === `--${name}`);
    if (take !== undefined) {
      if (equals < 0) at += 1;
      const value = equals < 0 ? args[at] : word.slice(equals + 1);
      if (value === undefined) throw new Error(`option '${option}' requires an argument`);
      take(words, value);
    } else if (found !== undefined) words[found] = true;
    else throw new Error(unknownOption(option));
  }
  words.program = args.slice(args[at] === '--' ? at + 1 : at);
  return words;
}
