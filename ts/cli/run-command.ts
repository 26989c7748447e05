import { readFileSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Kernel } from '../kernel/kernel.js';
import { explain } from '../sandbox/explain.js';
import type { LineGrant } from '../sandbox/grants.js';
import { type PluginLimits, unlimitedTime } from '../sandbox/plugin/limits.js';
import { loadPlugin } from '../sandbox/plugin/load-plugin.js';
import { PluginLimitError, PluginTrap } from '../sandbox/plugin/plugin-error.js';
import { type Policy, parsePolicy } from '../sandbox/policy.js';
import { rights } from '../sandbox/rights.js';
import { sandbox } from '../sandbox/sandbox-kernel.js';
import { parseGrant, parseLimit } from './run-words.js';

const usage = `Usage: libgpiod-wasm [--sim MACHINE] run [OPTION ...] PLUGIN.wasm [ARG ...]

Runs a WASI program that was linked with libgpiod, with the lines it is granted and nothing else.

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
      --audit           print each of its calls, with its result, on standard error
  -h, --help            display this help and exit

The exit status is the plugin's; 124 where it came to a limit, 134 where it crashed.
`;

const LIMIT_REACHED = 124;
const CRASHED = 134;

interface Words {
  grants: LineGrant[];
  policy: Policy | undefined;
  limits: PluginLimits;
  env: Record<string, string>;
  stdin: boolean;
  clock: boolean;
  explain: boolean;
  audit: boolean;
  help: boolean;
  program: readonly string[];
}

function readPolicy(path: string): Policy {
  try {
    return parsePolicy(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(`${path}: ${error.message}`, { cause: error });
  }
}

/** Options with an argument, by all their names. */
const withArgument: Readonly<Record<string, (words: Words, value: string) => void>> = {
  '--grant': (words, value) => words.grants.push(parseGrant(value)),
  '--policy': (words, value) => {
    words.policy = readPolicy(value);
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

function parse(args: readonly string[]): Words {
  const words: Words = {
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
    else throw new Error(`run: unrecognized option '${word}'`);
  }
  words.program = args.slice(args[at] === '--' ? at + 1 : at);
  return words;
}

/** Grants become lines of gpiochip0, after those of the policy. */
function chipsOf({ policy, grants }: Words): Policy['chips'] {
  const chips = policy?.chips ?? {};
  if (grants.length === 0) return chips;
  const first = chips.gpiochip0 ?? { lines: [] };
  return { ...chips, gpiochip0: { ...first, lines: [...first.lines, ...grants] } };
}

function pluginName(path: string): string {
  const name = basename(path, '.wasm').replace(/[^\x21-\x7e]/g, '-');
  return name.slice(0, 20) || 'plugin';
}

async function run(words: Words, kernel: Kernel, path: string): Promise<number> {
  const { policy } = words;
  const plugin = await loadPlugin(readFileSync(path), {
    kernel,
    name: policy?.name ?? pluginName(path),
    chips: chipsOf(words),
    args: words.program.slice(1),
    env: { ...policy?.env, ...words.env },
    stdin: words.stdin ? readFileSync(0) : '',
    stdout: (bytes) => writeSync(1, bytes),
    stderr: (bytes) => writeSync(2, bytes),
    clock: words.clock || policy?.clock === true,
    limits: { ...unlimitedTime, ...policy?.limits, ...words.limits },
    audit: words.audit ? (line) => writeSync(2, `${line}\n`) : undefined,
  });
  try {
    return await plugin.run();
  } catch (error) {
    if (!(error instanceof PluginLimitError || error instanceof PluginTrap)) throw error;
    writeSync(2, `libgpiod-wasm: ${error.message}\n`);
    return error instanceof PluginLimitError ? LIMIT_REACHED : CRASHED;
  }
}

/** `libgpiod-wasm run`. Returns the exit status. */
export async function runPluginCommand(
  args: readonly string[],
  kernel: () => Promise<Kernel>,
): Promise<number> {
  const words = parse(args);
  const [path] = words.program;
  if (words.help) {
    writeSync(1, usage);
    return 0;
  }
  if (words.explain) {
    writeSync(1, explain(sandbox(await kernel(), chipsOf(words))));
    return 0;
  }
  if (path === undefined) throw new Error("run: a plugin is missing; try 'run --help'");
  return run(words, await kernel(), path);
}
