/** What a chip, a request or a stream holds in the guest. */
export interface Held {
  /** For the warning: 'The chip /dev/gpiochip0'. */
  readonly what: string;
  free(): void;
}

/** Outlives every loaded libgpiod: a registry that is garbage itself frees nothing. */
const registry = new FinalizationRegistry<Held>((held) => {
  held.free();
  const message = `${held.what} was garbage before it was released, and has been only now.`;
  globalThis.process?.emitWarning?.(message, 'GpiodLeakWarning');
});

/**
 * Frees what a program forgot to release once `owner` is garbage. Only a backstop: when that happens,
 * and whether at all, is the engine's choice, so it says so with a warning. `held` must not hold on to
 * `owner`, or it is never garbage.
 */
export function guard(owner: object, held: Held): void {
  registry.register(owner, held, owner);
}

/** To be called when `owner` is released in the ordinary way. */
export function unguard(owner: object): void {
  registry.unregister(owner);
}
