import { writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Kernel } from '../kernel/kernel.js';
import { machineKernel } from './machine-kernel.js';
import { isTool, runTool } from './tool.js';
import { unknownCommand, usage, version } from './usage.js';
import { waitReadableBy } from './wait-readable.js';

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

async function runCommand(command: string, args: readonly string[]): Promise<number> {
  if (!isTool(command)) return fail(`${unknownCommand(command)}${HINT}`);
  const machine = machineKernel();
  return runTool(command, args, {
    kernel: await traced(machine),
    waitReadable: waitReadableBy(machine),
  });
}

/**
 * The command line: `argv` as in process.argv. Under the name of a tool (a symbolic link called
 * gpiodetect) it is that tool. Returns the exit status.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [, self = '', ...args] = argv;
  const [first, ...rest] = args;
  try {
    if (isTool(basename(self))) return await runCommand(basename(self), args);
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
        if (!first.startsWith('-')) return await runCommand(first, rest);
        return fail(`libgpiod-wasm: unrecognized option '${first}'\n${HINT}`);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return fail(`libgpiod-wasm: ${error.message}\n`);
  }
}
