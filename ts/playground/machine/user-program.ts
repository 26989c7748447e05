import { GpiodError } from '../../api/errors.js';
import type { Kernel } from '../../kernel/kernel.js';
import { nextTurn } from '../../sim/next-turn.js';
import { replaceImports } from '../javascript-tokens.js';
import type { ConsoleLine, MachineMessage } from '../protocol.js';
import { inspect } from './inspect.js';
import { moduleForProgram } from './program-modules.js';
import { ProgramTimers } from './program-timers.js';
import { TrackedKernel } from './tracked-kernel.js';

type Ended = Extract<MachineMessage, { type: 'program-ended' }>;

/** What a program runs on. */
export interface UserProgramOptions {
  readonly source: string;
  /** libgpiod.wasm */
  readonly module: WebAssembly.Module;
  readonly kernel: Kernel;
  onCall(): void;
  onConsole(line: ConsoleLine): void;
  onEnd(outcome: Ended['outcome'], error?: Ended['error']): void;
}

/** Where modules that programs import find what they export. */
const exchange: { modules: Readonly<Record<string, unknown>>[] } = { modules: [] };
Object.assign(globalThis, { libgpiodWasmPlayground: exchange });

/** A program goes on after an await within its turn; a rejection that nobody handles is told in the next. */
const TURNS_UNTIL_IDLE = 2;

class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * The program in the editor: a module that may import 'libgpiod-wasm' and 'node:timers/promises', and so
 * runs on a Raspberry Pi as it is. It has ended when nothing of it is left to happen, as in Node.
 */
export class UserProgram {
  readonly #options: UserProgramOptions;
  readonly #kernel: TrackedKernel;
  readonly #timers = new ProgramTimers(
    () => this.#endWhenIdle(),
    (error) => this.fail(error),
  );
  readonly #urls: string[] = [];
  /** What was imported, by the address it was given here. */
  readonly #imports = new Map<string, string>();
  #url = '';
  #evaluated = false;
  #turnsLeft = 0;
  #ended = false;

  constructor(options: UserProgramOptions) {
    this.#options = options;
    this.#kernel = new TrackedKernel(options.kernel, () => {
      options.onCall();
      this.#endWhenIdle();
    });
  }

  async start(): Promise<void> {
    this.#installGlobals();
    try {
      const source = replaceImports(this.#options.source, (name) => this.#provide(name));
      this.#url = this.#urlOf(source);
      await import(this.#url);
      this.#evaluated = true;
      this.#endWhenIdle();
    } catch (error) {
      this.fail(error);
    }
  }

  /** An error that nobody has caught. */
  fail(error: unknown): void {
    if (error instanceof Stopped) return;
    const line = this.#lineOf(error);
    const told = {
      message: this.#messageOf(error),
      syntax: error instanceof SyntaxError && line === undefined,
      ...(line === undefined ? {} : { line }),
    };
    this.#end('failed', told);
  }

  /** Ends it from outside: what it has open is closed, what it waits for never comes. */
  async stop(): Promise<void> {
    this.#timers.end(new Stopped('the program was stopped'));
    // Its catch and finally blocks may still set lines.
    await nextTurn();
    this.#end('stopped');
  }

  /** Something has happened: ends it soon, if nothing else comes of that. */
  #endWhenIdle(): void {
    if (!this.#evaluated) return;
    const counting = this.#turnsLeft > 0;
    this.#turnsLeft = TURNS_UNTIL_IDLE;
    if (!counting) void this.#countTurns();
  }

  async #countTurns(): Promise<void> {
    for (; this.#turnsLeft > 0; this.#turnsLeft -= 1) await nextTurn();
    if (!this.#timers.waiting && !this.#kernel.waiting) this.#end('finished');
  }

  #end(outcome: Ended['outcome'], error?: Ended['error']): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timers.end(new Stopped('the program has ended'));
    this.#kernel.end();
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#options.onEnd(outcome, error);
  }

  #urlOf(source: string): string {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    this.#urls.push(url);
    return url;
  }

  /** The address of a module for a program to import. */
  #provide(name: string): string {
    const { module } = this.#options;
    const surroundings = { module, kernel: this.#kernel, timers: this.#timers };
    const values = moduleForProgram(name, surroundings);
    const index = exchange.modules.push(values) - 1;
    const lines = Object.keys(values).map(
      (key) => `export const ${key} = libgpiodWasmPlayground.modules[${index}].${key};`,
    );
    const url = this.#urlOf(lines.join('\n'));
    this.#imports.set(url, name);
    return url;
  }

  /** One program runs at a time: the worker's globals are its own. */
  #installGlobals(): void {
    const timers = this.#timers;
    const print =
      (level: ConsoleLine['level']) =>
      (...values: unknown[]): void => {
        if (this.#ended) return;
        this.#options.onConsole({ level, text: values.map((value) => inspect(value)).join(' ') });
      };
    Object.assign(globalThis, {
      setTimeout: timers.setTimeout.bind(timers),
      setInterval: timers.setInterval.bind(timers),
      clearTimeout: timers.clear.bind(timers),
      clearInterval: timers.clear.bind(timers),
    });
    Object.assign(console, {
      log: print('log'),
      info: print('log'),
      debug: print('log'),
      warn: print('warn'),
      error: print('error'),
    });
  }

  #messageOf(error: unknown): string {
    if (!(error instanceof Error)) return inspect(error);
    let message = error.toString();
    for (const [url, name] of this.#imports) message = message.replaceAll(url, name);
    return error instanceof GpiodError && error.hint !== undefined
      ? `${message}\n${error.hint}`
      : message;
  }

  #lineOf(error: unknown): number | undefined {
    if (!(error instanceof Error) || this.#url === '') return undefined;
    const { stack = '' } = error;
    const at = stack.indexOf(`${this.#url}:`);
    if (at < 0) return undefined;
    const found = /^\d+/.exec(stack.slice(at + this.#url.length + 1));
    return found === null ? undefined : Number(found[0]);
  }
}
