/*
 * Where the files are that the library loads. This module and the bundles in dist/ both lie one folder
 * below the top, so that the same relative URLs hold in both. Bundlers for browsers copy whatever file
 * they find named so: no code that browsers run may stand in one bundle with these.
 */
import { url } from './kernel/node-modules.js';

/** For bundles that esbuild makes as CommonJS: import.meta is empty there. */
function besideBundle(name: string): URL {
  return new URL(`../dist/${name}`, url().pathToFileURL(__filename));
}

/** The native addon for one of Node's `process.arch`. */
export function hostAddon(arch: string): URL {
  if (!import.meta.url) return besideBundle(`host/linux-${arch}.node`);
  return new URL(`../dist/host/linux-${arch}.node`, import.meta.url);
}

/** libgpiod itself. */
export function libgpiodWasm(): URL {
  if (!import.meta.url) return besideBundle('libgpiod.wasm');
  return new URL('../dist/libgpiod.wasm', import.meta.url);
}

/** kernel/trace.ts as CommonJS: what can be loaded at once, in the middle of a synchronous call. */
export function traceModule(): URL {
  if (!import.meta.url) return besideBundle('trace.cjs');
  return new URL('../dist/trace.cjs', import.meta.url);
}
