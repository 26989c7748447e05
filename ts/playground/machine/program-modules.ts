import { AbortError, GpiodError } from '../../api/errors.js';
import { Gpiod } from '../../api/gpiod.js';
import { refuseOptions } from '../../kernel/arguments.js';
import { checkKernel } from '../../kernel/check-kernel.js';
import { GuestMemory } from '../../kernel/guest-memory.js';
import { gpioHostImports } from '../../kernel/imports.js';
import type { Kernel } from '../../kernel/kernel.js';
import { trace } from '../../kernel/trace.js';
import * as enums from '../../raw/generated/enums.js';
import { NULL } from '../../raw/generated/types.js';
import { instantiate } from '../../raw/raw-gpiod.js';
import type { ProgramTimers } from './program-timers.js';

/** What a program's imports are made of. */
export interface ProgramSurroundings {
  /** libgpiod.wasm */
  readonly module: WebAssembly.Module;
  /** What the program takes for its machine's. */
  readonly kernel: Kernel;
  readonly timers: ProgramTimers;
}

type Exports = Readonly<Record<string, unknown>>;

interface LoadOptions {
  readonly kernel?: Kernel | undefined;
}

/** 'libgpiod-wasm' as on a Raspberry Pi: what it calls Linux is the simulated machine. */
function libgpiod({ module, kernel }: ProgramSurroundings): Exports {
  const loadSync = ({ kernel: chosen = kernel, ...others }: LoadOptions = {}): Gpiod => {
    refuseOptions('load()', others, 'kernel');
    return new Gpiod(instantiate(module, checkKernel(chosen)), chosen);
  };
  return {
    ...enums,
    AbortError,
    GpiodError,
    GuestMemory,
    NULL,
    gpioHostImports,
    trace,
    loadSync,
    load: async (options?: LoadOptions) => loadSync(options),
    linuxKernel: () => kernel,
  };
}

/**
 * What the module of this name exports to a program.
 *
 * @throws Error for modules that are not there; it lists those that are.
 */
export function moduleForProgram(name: string, surroundings: ProgramSurroundings): Exports {
  switch (name) {
    case 'libgpiod-wasm':
      return libgpiod(surroundings);
    case 'node:timers/promises':
    case 'timers/promises': {
      const { timers } = surroundings;
      return { setTimeout: timers.sleep.bind(timers) };
    }
    default:
      throw new Error(
        `there is no '${name}' here: programs can import 'libgpiod-wasm' and 'node:timers/promises'`,
      );
  }
}
