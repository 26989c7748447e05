import { writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Kernel } from '../kernel/kernel.js';
import { waitReadableBy } from '../wasi/wait-readable.js';
import { machineKernel } from './machine-kernel.js';
import { isTool, runTool, type Tool, type ToolEnvironment } from './tool.js';
import { unknownCommand, usage, version } from './usage.js';

const HINT = "libgpiod-wasm: try 'libgpiod-wasm --help'\n";

function print(text: string): number {
  writeSync(1, text);
  return 0;
}

function fail(message: string): number {
  writeSync(2, message);
  return 1;
}

async function traced(kernel: Kernel): Promise<Kernel> {
  if (!process.env.LIBGPIOD_WASM_TRACE) return kernel;
  const { trace } = await import('../kernel/trace.js');
  return trace(kernel);
}

/** This machine, unless a simulated one was asked for: it is never chosen by itself. */
async function environment(tool: Tool, option: string | undefined): Promise<ToolEnvironment> {
  const sim = option ?? process.env.LIBGPIOD_WASM_SIM;
  if (sim) {
    const { announce, simulated } = await import('./simulated.js');
    if (option === undefined) announce(sim);
    return simulated(sim, tool);
  }
  const machine = machineKernel();
  return { kernel: machine, waitReadable: waitReadableBy(machine) };
}

/** What plugins work on: as {@link environment}, but they wait in the event loop. */
async function pluginKernel(option: string | undefined): Promise<Kernel> {
  const sim = option ?? process.env.LIBGPIOD_WASM_SIM;
  if (!sim) return machineKernel();
  const { announce, simulatedKernel } = await import('./simulated.js');
  if (option === undefined) announce(sim);
  return simulatedKernel(sim);
}

async function runCommand(
  command: string,
  args: readonly string[],
  sim?: string | undefined,
): Promise<number> {
  if (command === 'sim') {
    const { simCommand } = await import('./sim-command.js');
    return simCommand(args);
  }
  if (command === 'cc') {
    const { ccCommand } = await import('./cc-command.js');
    return ccCommand(args);
  }
  if (command === 'run') {
    const { runPluginCommand } = await import('./run-command.js');
    return runPluginCommand(args, async () => traced(await pluginKernel(sim)));
  }
  if (!isTool(command)) return fail(`${unknownCommand(command)}${HINT}`);
  const { kernel, waitReadable } = await environment(command, sim);
  return runTool(command, args, { kernel: await traced(kernel), waitReadable });
}

/** What `--sim SPEC` or `--sim=SPEC` names, and the words after it; undefined for another option. */
function simOption(
  option: string,
  rest: readonly string[],
): { sim: string; rest: readonly string[] } | undefined {
  if (option.startsWith('--sim=')) return { sim: option.slice('--sim='.length), rest };
  if (option !== '--sim') return undefined;
  const [sim, ...more] = rest;
  if (sim === undefined) throw new Error("option '--sim' requires an argument");
  return { sim, rest: more };
}

/**
 * The command line: `argv` as in process.argv. Under the name of a tool (a symbolic link called
 * gpiodetect) it is that tool. Returns the exit status.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [, self = '', ...args] = argv;
  try {
    if (isTool(basename(self))) return await runCommand(basename(self), args);
    const option = simOption(args[0] ?? '', args.slice(1));
    const [first, ...rest] = option?.rest ?? args;
    switch (first) {
      case undefined:
        return fail(`libgpiod-wasm: a command is missing\n${HINT}`);
      case '-h':
      case '--help':
        return print(usage);
      case '-v':
      case '--version':
        return print(version());
      default:
        if (!first.startsWith('-')) return await runCommand(first, rest, option?.sim);
        return fail(`libgpiod-wasm: unrecognized option '${first}'\n${HINT}`);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return fail(`libgpiod-wasm: ${error.message}\n`);
  }
}
