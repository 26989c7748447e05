/** What runs in the worker of a plugin: see assets.ts. */
export function pluginWorker(): URL {
  return new URL('../dist/sandbox-worker.js', import.meta.url);
}
