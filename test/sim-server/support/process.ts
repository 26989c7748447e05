import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of this folder as a process that has printed 'ready'. */
export class Program implements AsyncDisposable {
  readonly process: ChildProcess;
  readonly #lines: AsyncIterableIterator<string>;
  readonly #exit: Promise<unknown>;

  private constructor(name: string, args: readonly string[]) {
    const program = fileURLToPath(new URL(name, import.meta.url));
    this.process = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#exit = once(this.process, 'exit');
    const { stdout } = this.process;
    if (stdout === null) throw new Error('no output');
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  static async start(name: string, ...args: string[]): Promise<Program> {
    const program = new Program(name, args);
    const line = await program.line();
    if (line !== 'ready') throw new Error(`${name} said ${line}`);
    return program;
  }

  /** The next line that it prints. */
  async line(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next();
    return done ? undefined : value;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    this.process.kill(signal);
    await this.#exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
  }
}
