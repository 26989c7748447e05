// biome-ignore lint/complexity/noBannedTypes: wasm exports are functions of any signature
type WasmFunction = Function;

/**
 * The named functions of a guest. Throws an error that names all that are missing: a user may load a
 * libgpiod.wasm of his own.
 */
export function requireFunctions<const Names extends readonly string[]>(
  exports: WebAssembly.Exports,
  names: Names,
): Record<Names[number], WasmFunction> {
  const missing = names.filter((name) => typeof exports[name] !== 'function');
  if (missing.length > 0) {
    throw new Error(
      `this libgpiod.wasm does not export ${missing.join(', ')}: ` +
        'it has to be a reactor built from the libgpiod version this package was made for, ' +
        'with every function of gpiod.h exported',
    );
  }
  return exports as Record<Names[number], WasmFunction>;
}
