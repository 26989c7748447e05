import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { toolsWasm } from '../cli-assets.js';
import type { Kernel } from '../kernel/kernel.js';
import { localTimeOffset } from '../wasi/local-time.js';
import { nodeClock } from '../wasi/node-clock.js';
import { NodeInput, NodeOutput } from '../wasi/node-stdio.js';
import { FIRST_EXTRA_FD, ProgramTrap, runProgram } from '../wasi/program.js';
import { SERVICE_FD_VARIABLE, ServiceChannel } from '../wasi/service-channel.js';
import type { WaitReadable } from '../wasi/wait-readable.js';
import { DetachRequest, daemonServices, runInBackground } from './daemon.js';
import { restoreDefaultActions } from './signals.js';
import { terminalService } from './terminal.js';

/** Upstream's tools, as gpio-tools.wasm knows them (wasm/guest/tools/main.c). */
export const tools = [
  'gpiodetect',
  'gpioget',
  'gpioinfo',
  'gpiomon',
  'gpionotify',
  'gpioset',
] as const;

export type Tool = (typeof tools)[number];

export function isTool(name: string): name is Tool {
  return (tools as readonly string[]).includes(name);
}

/** What a shell reports for a C program that called abort(). */
const ABORTED = 134;

/**
 * Node 20 compiles functions a second time, optimised, on other threads as soon as they have run for a
 * moment: more work than most tools are altogether. Later versions wait for longer by themselves.
 */
function deferOptimisation(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--wasm-tiering-budget=1000000000');
}

/** Makes this process die of the signals that a C program dies of, and `killall gpioset` find it. */
function behaveLikeProgram(name: string): void {
  restoreDefaultActions();
  try {
    writeFileSync('/proc/self/comm', name);
  } catch {
    // Without /proc it stays called node.
  }
}

/** What a tool works on, where it is not this machine's own. */
export interface ToolEnvironment {
  readonly kernel: Kernel;
  /** Waits for a descriptor of this process. */
  readonly waitReadable: WaitReadable;
}

/** Runs one of upstream's tools on this process's stdio, blocking it, and returns the exit status. */
export async function runTool(
  tool: Tool,
  args: readonly string[],
  { kernel, waitReadable }: ToolEnvironment,
): Promise<number> {
  behaveLikeProgram(tool);
  deferOptimisation();
  const clock = nodeClock();
  const stderr = new NodeOutput(2, clock);
  try {
    return runProgram({
      module: new WebAssembly.Module(readFileSync(toolsWasm())),
      kernel,
      args: [tool, ...args],
      env: { [SERVICE_FD_VARIABLE]: String(FIRST_EXTRA_FD) },
      stdin: new NodeInput(0, clock, waitReadable),
      stdout: new NodeOutput(1, clock),
      stderr,
      clock,
      extra: [
        new ServiceChannel({
          localtime: localTimeOffset,
          terminal: terminalService(),
          ...daemonServices(),
        }),
      ],
    });
  } catch (error) {
    if (error instanceof DetachRequest) return runInBackground();
    if (!(error instanceof ProgramTrap)) throw error;
    stderr.write(new TextEncoder().encode(`${tool}: aborted: ${error.message}\n`));
    return ABORTED;
  }
}
