/** Of any signature: not to be called before it is given one. */
type WasmFunction = (...args: never[]) => unknown;

/** What a guest exports, as a WebAssembly.Instance hands it out. */
export type WasmExports = Readonly<Record<string, unknown>>;

/**
 * The named functions of a guest. Throws an error that names those missing: a user may load a
 * libgpiod.wasm of his own.
 */
export function requireFunctions<const Names extends readonly string[]>(
  exports: WasmExports,
  names: Names,
): Record<Names[number], WasmFunction> {
  const missing = names.filter((name) => typeof exports[name] !== 'function');
  if (missing.length > 0) {
    const more = missing.length > 5 ? ` and ${missing.length - 5} more functions` : '';
    throw new Error(
      `this libgpiod.wasm does not export ${missing.slice(0, 5).join(', ')}${more}: ` +
        'it has to be a reactor built from the libgpiod version this package was made for, ' +
        'with every function of gpiod.h exported',
    );
  }
  return exports as Record<Names[number], WasmFunction>;
}
