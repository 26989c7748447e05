import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

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

/** How a program ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The lines it printed and nobody took. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** How to run a program, beside its text and arguments. */
export interface ProgramOptions {
  /** For Node itself. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

/** What a program ends with where all went well. */
export const clean = { status: 0, signal: null, lines: [], stderr: '' };

/**
 * A Node process that uses the built package: the text of a module that finds `gpiod`, loaded, `path`
 * and `paths`, its arguments, `say(...words)` and `turn()`. One that does not end within 25 s is killed.
 */
export class Program {
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #wake: () => void = () => {};
  #over = false;

  constructor(body: string, args: readonly string[], options: ProgramOptions = {}) {
    const spawnOptions: SpawnOptions = {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 25_000,
      killSignal: 'SIGKILL',
      env: { ...process.env, ...options.env },
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    };
    const flags = ['--input-type=module', ...(options.flags ?? [])];
    const command = [...flags, '-e', PRELUDE + body, '--', ...args];
    this.#child = spawn(process.execPath, command, spawnOptions);
    let rest = '';
    let stderr = '';
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.#lines.push(...lines);
      this.#wake();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (status, signal) => {
        this.#over = true;
        this.#wake();
        resolve({ status, signal, lines: this.#lines, stderr });
      });
    });
  }

  /** The next line it prints. Rejects where it ends without one. */
  async line(): Promise<string> {
    while (this.#lines.length === 0) {
      if (this.#over) throw new Error(`the program has ended: ${JSON.stringify(await this.ended)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#lines.shift() ?? '';
  }

  /** Reads lines up to this one. */
  async until(expected: string): Promise<void> {
    while ((await this.line()) !== expected);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal that ends it. */
  kill(signal: NodeJS.Signals): Promise<Ending> {
    this.signal(signal);
    return this.ended;
  }
}
