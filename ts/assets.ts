/**
 * Where the files are that come with the code. This module and the bundles in dist/ both lie one folder
 * below the top, so that the same relative URLs hold in both.
 */

/** The native addon for one of Node's `process.arch`. */
export function hostAddon(arch: string): URL {
  return new URL(`../dist/host/linux-${arch}.node`, import.meta.url);
}

/** The six tools as one WASI command. */
export function toolsWasm(): URL {
  return new URL('../dist/gpio-tools.wasm', import.meta.url);
}

/** The package's own package.json. */
export function packageJson(): URL {
  return new URL('../package.json', import.meta.url);
}

/** libgpiod itself. */
export function libgpiodWasm(): URL {
  return new URL('../dist/libgpiod.wasm', import.meta.url);
}

/** kernel/trace.ts as CommonJS: what can be loaded at once, in the middle of a synchronous call. */
export function traceModule(): URL {
  return new URL('../dist/trace.cjs', import.meta.url);
}

/** What runs in the worker of a plugin. */
export function pluginWorker(): URL {
  return new URL('../dist/sandbox-worker.js', import.meta.url);
}
