import { pathToFileURL } from 'node:url';

/** What runs in the worker of a plugin: see assets.ts, also for esbuild. */
export function pluginWorker(): URL {
  return new URL('../dist/sandbox-worker.js', import.meta.url || pathToFileURL(__filename));
}
