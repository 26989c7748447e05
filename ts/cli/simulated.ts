import { readFileSync, writeSync } from 'node:fs';
import { ERRNO } from '../kernel/errno.js';
import type { HostCalls, Kernel } from '../kernel/kernel.js';
import { linuxKernel } from '../kernel/linux.js';
import { createSim } from '../sim/create-sim.js';
import { parseSimDescription } from '../sim/parse-description.js';
import type { Sim } from '../sim/sim.js';
import { defaultSocketPath } from '../sim-server/socket-path.js';
import { type WaitReadable, waitReadableBy } from '../wasi/wait-readable.js';
import { sharedMachine } from './shared-machine.js';
import type { Tool, ToolEnvironment } from './tool.js';

const SOCKET_PREFIX = 'unix:';

/** The socket that a `unix:PATH` names, `unix:` alone being the user's own; undefined for anything else. */
export function socketOf(spec: string): string | undefined {
  if (!spec.startsWith(SOCKET_PREFIX)) return undefined;
  return spec.slice(SOCKET_PREFIX.length) || defaultSocketPath();
}

function isFile(spec: string): boolean {
  return spec.includes('/') || spec.endsWith('.json');
}

/** The machine that a preset's name, or a file (with a slash or .json in its name), describes. */
export function simOf(spec: string): Sim {
  if (!isFile(spec)) return createSim(spec);
  try {
    return createSim(parseSimDescription(readFileSync(spec, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error) || error.message.includes(spec)) throw error;
    throw new Error(`${spec}: ${error.message}`, { cause: error });
  }
}

/**
 * Reminds whoever sits at a terminal of a machine that only the environment names: a variable that was
 * set long ago must not be taken for the real thing. Scripts and their logs are left alone.
 */
export function announce(spec: string): void {
  if (process.stderr.isTTY) writeSync(2, `libgpiod-wasm: simulated: ${spec} (LIBGPIOD_WASM_SIM)\n`);
}

function waitInVain(): never {
  throw new Error(
    'nothing can ever happen on this simulated machine, as no other program works on it; share one ' +
      "by 'libgpiod-wasm sim serve', and use '--sim unix:'",
  );
}

function waitForever(): never {
  const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));
  for (;;) Atomics.wait(nobodyWakes, 0, 0);
}

/** On a machine of one's own, what never comes by itself never comes. */
function alone({ kernel }: Sim, deadlocked: () => never): Kernel {
  const checked = (result: number): number => (result === -ERRNO.EDEADLK ? deadlocked() : result);
  return {
    name: kernel.name,
    attach(memory) {
      const calls: HostCalls = kernel.attach(memory);
      return {
        ...calls,
        read: (...args) => checked(calls.read(...args)),
        poll: (...args) => checked(calls.poll(...args)),
      };
    },
    devices: () => kernel.devices(),
    watch: (fd, onReady) => kernel.watch(fd, onReady),
  };
}

/**
 * Waiting for standard input, by the machine's real kernel. Where there is none that can, input counts
 * as ready, so that reading it blocks.
 */
function waitForInput(): WaitReadable {
  try {
    return waitReadableBy(linuxKernel());
  } catch {
    return () => true;
  }
}

/** What plugins work on under `--sim SPEC`: they wait in the event loop, so that waiting is never in vain. */
export async function simulatedKernel(spec: string): Promise<Kernel> {
  const path = socketOf(spec);
  return path === undefined ? simOf(spec).kernel : sharedMachine(path);
}

/** What a tool works on under `--sim SPEC`: a preset, a file, or `unix:PATH`, a machine that is shared. */
export async function simulated(spec: string, tool: Tool): Promise<ToolEnvironment> {
  const waitReadable = waitForInput();
  const path = socketOf(spec);
  if (path !== undefined) return { kernel: await sharedMachine(path), waitReadable };
  // gpioset holds its lines until it is ended; the others wait for something.
  const kernel = alone(simOf(spec), tool === 'gpioset' ? waitForever : waitInVain);
  return { kernel, waitReadable };
}
