interface Forgotten {
  readonly what: string;
  readonly free: () => void;
}

/** Outlives every loaded libgpiod: a registry that is garbage itself frees nothing. */
const registry = new FinalizationRegistry<Forgotten>(({ what, free }) => {
  free();
  const message = `${what} was garbage before it was released, and has been only now.`;
  globalThis.process?.emitWarning?.(message, 'GpiodLeakWarning');
});

/**
 * Frees what a program forgot to release once `owner` is garbage. Only a backstop: when that happens,
 * and whether at all, is the engine's choice, so it says so with a warning. `free` must not hold on to
 * `owner`, or it is never garbage.
 */
export function guard(owner: object, what: string, free: () => void): void {
  registry.register(owner, { what, free }, owner);
}

/** To be called when `owner` is released in the ordinary way. */
export function unguard(owner: object): void {
  registry.unregister(owner);
}
