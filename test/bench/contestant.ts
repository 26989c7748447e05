import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Read } from './contestants/serve.js';
import { environmentOf, type Peer } from './peers.js';

interface Greeting {
  readonly version: string;
  readonly loops: readonly string[];
}

/** What a loop answers. */
export interface Run {
  /** Of processor time, of all threads. */
  readonly ns: number;
  readonly read: Read;
}

/** A peer that is running and does loops when asked, one at a time. */
export class Contestant {
  readonly name: string;
  readonly version: string;
  readonly loops: readonly string[];
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  readonly #complaints: () => string;

  private constructor(
    name: string,
    greeting: Greeting,
    child: ChildProcessByStdio<Writable, Readable, Readable>,
    lines: AsyncIterator<string>,
    complaints: () => string,
  ) {
    this.name = name;
    this.version = greeting.version;
    this.loops = greeting.loops;
    this.#child = child;
    this.#lines = lines;
    this.#complaints = complaints;
  }

  /** @param env in which the fake chips are found; the peer's own variables come on top. */
  static async start(peer: Peer, env: NodeJS.ProcessEnv): Promise<Contestant> {
    const [program = '', ...args] = peer.command;
    const child = spawn(program, args, { env: { ...env, ...environmentOf(peer) }, stdio: 'pipe' });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-2000);
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    if (done) throw new Error(`${peer.name} did not start:\n${stderr}`);
    return new Contestant(peer.name, JSON.parse(value), child, lines, () => stderr);
  }

  /** Has a loop make `count` calls. With 0 it only gets ready. */
  async run(loop: string, count: number): Promise<Run> {
    this.#child.stdin.write(`${loop} ${count}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${this.name} ended in ${loop}:\n${this.#complaints()}`);
    return JSON.parse(value) as Run;
  }

  /** Nanoseconds of processor time that one of `count` calls took on average. */
  async measure(loop: string, count: number): Promise<number> {
    return (await this.run(loop, count)).ns / count;
  }

  /** Ends the process, whether it has done what it was asked or not. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGKILL');
    await closed;
  }
}
