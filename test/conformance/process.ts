import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How a process ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The lines it printed and nobody took. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** How to run a process, beside its command. */
export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  /** What it reads on its standard input, which stays open after it. Nothing, and its end, by default. */
  readonly input?: string;
}

/** What a process ends with where all went well. */
export const clean = { status: 0, signal: null, lines: [], stderr: '' };

/** A process whose output is read line by line. One that does not end within 25 s is killed. */
export class Process {
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #wake: () => void = () => {};
  #over = false;

  constructor(command: readonly string[], options: ProcessOptions = {}) {
    const { input, uid } = options;
    const [file = '', ...args] = command;
    const spawnOptions: SpawnOptions = {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: 25_000,
      killSignal: 'SIGKILL',
      env: { ...process.env, ...options.env },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    };
    this.#child = spawn(file, args, spawnOptions);
    this.#child.stdin?.write(input ?? '');
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
      if (this.#over) throw new Error(`the process has ended: ${JSON.stringify(await this.ended)}`);
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
