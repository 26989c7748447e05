/** Where the files are that the command line needs besides the library's own: see assets.ts. */

/** The six tools as one WASI command. */
export function toolsWasm(): URL {
  return new URL('../dist/gpio-tools.wasm', import.meta.url);
}

/** The package's own package.json. */
export function packageJson(): URL {
  return new URL('../package.json', import.meta.url);
}
