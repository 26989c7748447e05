import type { Kernel } from '../kernel/kernel.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';

/** What every object of one loaded libgpiod shares. */
export interface Instance {
  readonly raw: RawGpiod;
  readonly kernel: Kernel;
  readonly backstop: Backstop;
}

/**
 * Frees what a program forgot to release once it is garbage. Only a backstop: when that happens, and
 * whether at all, is the engine's choice, so it says so with a warning.
 */
export class Backstop {
  readonly #registry = new FinalizationRegistry<{ what: string; free: () => void }>(
    ({ what, free }) => {
      free();
      const message = `${what} was garbage before it was released; its lines are free again only now.`;
      globalThis.process?.emitWarning?.(message, 'GpiodLeakWarning');
    },
  );

  /** `free` must not hold on to `owner`, or it is never garbage. */
  guard(owner: object, what: string, free: () => void): void {
    this.#registry.register(owner, { what, free }, owner);
  }

  /** To be called when `owner` is released in the ordinary way. */
  release(owner: object): void {
    this.#registry.unregister(owner);
  }
}
