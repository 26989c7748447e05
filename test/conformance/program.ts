import { Process, type ProcessOptions } from './process.js';

const api = new URL('../../dist/index.js', import.meta.url).href;

const PRELUDE = `
  import { readFile } from 'node:fs';
  import { Worker } from 'node:worker_threads';
  import { linuxKernel, load, loadSync } from ${JSON.stringify(api)};
  const api = ${JSON.stringify(api)};
  const [, path, ...paths] = process.argv;
  const gpiod = loadSync();
  const say = (...words) => console.log(words.join(' '));
  const turn = () => new Promise((done) => setImmediate(done));
`;

/** As an expression inside a program: a new worker, which finds `gpiod`, `path`, `say(text)` and its `offset`. */
export function worker(body: string, offset: string): string {
  const text = `
    import { parentPort, workerData } from 'node:worker_threads';
    const { loadSync } = await import(workerData.api);
    const { path, offset } = workerData;
    const gpiod = loadSync();
    const say = (text) => parentPort.postMessage(text);
    ${body}
  `;
  const url = `'data:text/javascript,' + encodeURIComponent(${JSON.stringify(text)})`;
  return `new Worker(new URL(${url}), { workerData: { api, path, offset: ${offset} } })`;
}

/** How to run a program, beside its text and arguments. */
export interface ProgramOptions extends ProcessOptions {
  /** For Node itself. */
  readonly flags?: readonly string[];
}

/**
 * A Node process that uses the built package: the text of a module that finds `gpiod`, loaded, `path`
 * and `paths`, its arguments, `say(...words)` and `turn()`.
 */
export class Program extends Process {
  constructor(body: string, args: readonly string[], options: ProgramOptions = {}) {
    const flags = ['--input-type=module', ...(options.flags ?? [])];
    super([process.execPath, ...flags, '-e', PRELUDE + body, '--', ...args], options);
  }
}
