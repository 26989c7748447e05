import { type Fd, WASI } from '@bjorn3/browser_wasi_shim';
import { instantiateGuest } from '../kernel/guest-instance.js';
import { GuestMemory } from '../kernel/guest-memory.js';
import { gpioHostImports } from '../kernel/imports.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Clock } from './clock.js';
import { DeviceFolder } from './device-folder.js';
import { wasiImports } from './overrides.js';
import { type Input, InputFd, type Output, OutputFd } from './stdio.js';

/** What a program gets to see. Nothing else of the machine is there for it. */
export interface ProgramOptions {
  /** A WASI preview 1 command: it exports `_start` and `memory`. */
  readonly module: WebAssembly.Module;
  readonly kernel: Kernel;
  /** The program's name and its arguments. */
  readonly args: readonly string[];
  /** Default: an empty environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  /** Open descriptors beyond stdio and /dev: the first is {@link FIRST_EXTRA_FD}. */
  readonly extra?: readonly Fd[];
}

/** The number of the first of {@link ProgramOptions.extra}: 0 to 2 are stdio, 3 is /dev. */
export const FIRST_EXTRA_FD = 4;

/** The program did something that WebAssembly stops: an abort, an access outside of its memory. */
export class ProgramTrap extends Error {
  override readonly name = 'ProgramTrap';
}

function command(instance: WebAssembly.Instance): {
  exports: { memory: WebAssembly.Memory; _start: () => unknown };
} {
  const { memory, _start } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof _start !== 'function') {
    throw new TypeError('not a WASI command: it has to export memory and _start');
  }
  return { exports: { memory, _start: _start as () => unknown } };
}

/**
 * Runs a program to its end, blocking the thread, and returns its exit status. Errors that a
 * descriptor or a kernel throws pass through unchanged.
 *
 * @throws {ProgramTrap} where WebAssembly stops the program.
 */
export function runProgram(options: ProgramOptions): number {
  const memory = new GuestMemory();
  const env = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const shim = new WASI(
    [...options.args],
    env,
    [
      new InputFd(options.stdin),
      new OutputFd(options.stdout),
      new OutputFd(options.stderr),
      new DeviceFolder(options.kernel),
      ...(options.extra ?? []),
    ],
    { debug: false },
  );

  const instance = instantiateGuest(options.module, {
    wasi_snapshot_preview1: wasiImports(shim, memory, options.clock),
    ...gpioHostImports(options.kernel, memory),
  });
  const program = command(instance);
  memory.use(program.exports.memory);
  try {
    return shim.start(program);
  } catch (error) {
    // A guest that recurses too deep ends in a RangeError of the engine.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      throw new ProgramTrap(error.message, { cause: error });
    }
    throw error;
  }
}
