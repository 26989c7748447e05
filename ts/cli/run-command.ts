import { readFileSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Kernel } from '../kernel/kernel.js';
import { explain } from '../sandbox/explain.js';
import type { Grants } from '../sandbox/grants.js';
import { unlimitedTime } from '../sandbox/plugin/limits.js';
import { loadPlugin } from '../sandbox/plugin/load-plugin.js';
import { PluginLimitError, PluginTrap } from '../sandbox/plugin/plugin-error.js';
import { sandbox } from '../sandbox/sandbox-kernel.js';
import { pluginOutput } from './plugin-output.js';
import { readModule } from './run-files.js';
import { parseRunOptions, type RunOptions, runUsage } from './run-options.js';

const LIMIT_REACHED = 124;
const CRASHED = 134;

const encoder = new TextEncoder();

function say(message: string): void {
  writeSync(2, `libgpiod-wasm: ${message}\n`);
}

/** Grants become lines of gpiochip0, after those of the policy. */
function chipsOf({ policy, grants }: RunOptions): Grants {
  const chips = policy?.policy.chips ?? {};
  if (grants.length === 0) return chips;
  const first = chips.gpiochip0 ?? { lines: [] };
  const lines = [...first.lines, ...grants.map(({ grant }) => grant)];
  return { ...chips, gpiochip0: { ...first, lines } };
}

/** What is wrong with the grants, by the words that they were given in. */
function inWords(error: unknown, { policy, grants }: RunOptions, kernel: Kernel): unknown {
  if (!(error instanceof Error)) return error;
  const before = policy?.policy.chips.gpiochip0?.lines.length ?? 0;
  const place = /chips\.gpiochip0\.lines\[(\d+)\](?:\.[\w.-]+)?/g;
  let message = error.message.replace(place, (path, index: string) => {
    const given = grants[Number(index) - before];
    return given === undefined ? path : `grant '${given.word}'`;
  });
  if (message.startsWith('chips.') && policy !== undefined) message = `${policy.path}: ${message}`;
  const hasChip = kernel.devices().some((name) => name.startsWith('gpiochip'));
  if (message.includes('there is no line') && !hasChip) {
    message += "; this machine has no GPIO chip: 'libgpiod-wasm --sim pi4 run' simulates one";
  }
  return message === error.message ? error : new Error(message, { cause: error });
}

function pluginName(path: string): string {
  const name = basename(path, '.wasm').replace(/[^\x21-\x7e]/g, '-');
  return name.slice(0, 20) || 'plugin';
}

async function run(words: RunOptions, kernel: Kernel, path: string): Promise<number> {
  const policy = words.policy?.policy;
  const chips = chipsOf(words);
  const plugin = await loadPlugin(readModule(path), {
    kernel,
    name: policy?.name ?? pluginName(path),
    chips,
    args: words.program.slice(1),
    env: { ...policy?.env, ...words.env },
    stdin: words.stdin ? readFileSync(0) : '',
    stdout: pluginOutput(1),
    stderr: pluginOutput(2),
    clock: words.clock || policy?.clock === true,
    limits: { ...unlimitedTime, ...policy?.limits, ...words.limits },
    audit: words.audit ? audit : undefined,
  }).catch((error: unknown) => {
    throw inWords(error, words, kernel);
  });
  try {
    const status = await plugin.run();
    if (status !== 0 && Object.keys(chips).length === 0) {
      say(`the plugin '${plugin.name}' was granted no line: see --grant`);
    }
    return status;
  } catch (error) {
    if (error instanceof TypeError) {
      throw new Error(`${error.message}; 'run' is for programs with a main()`, { cause: error });
    }
    if (!(error instanceof PluginLimitError || error instanceof PluginTrap)) throw error;
    say(error.message);
    return error instanceof PluginLimitError ? LIMIT_REACHED : CRASHED;
  }
}

function audit(line: string): void {
  pluginOutput(2)(encoder.encode(`${line}\n`));
}

/** `libgpiod-wasm run`. Returns the exit status. */
export async function runPluginCommand(
  args: readonly string[],
  kernel: () => Promise<Kernel>,
): Promise<number> {
  const words = parseRunOptions(args);
  const [path] = words.program;
  if (words.help) {
    writeSync(1, runUsage);
    return 0;
  }
  if (words.explain) {
    const machine = await kernel();
    try {
      writeSync(1, explain(sandbox(machine, chipsOf(words))));
    } catch (error) {
      throw inWords(error, words, machine);
    }
    return 0;
  }
  if (path === undefined) throw new Error("run: a plugin is missing; try 'run --help'");
  return run(words, await kernel(), path);
}
