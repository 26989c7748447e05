import { AbortError, GpiodError } from '../../api/errors.js';
import { Gpiod } from '../../api/gpiod.js';
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

/** 'libgpiod-wasm' as on a Raspberry Pi: what it calls Linux is the simulated machine. */
function libgpiod({ module, kernel }: ProgramSurroundings): Exports {
  const loadSync = (options: { readonly kernel?: Kernel } = {}): Gpiod => {
    const chosen = options.kernel ?? kernel;
    return new Gpiod(instantiate(module, chosen), chosen);
  };
  return {
    ...enums,
    AbortError,
    GpiodError,
    NULL,
    trace,
    loadSync,
    load: async (options?: { readonly kernel?: Kernel }) => loadSync(options),
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
