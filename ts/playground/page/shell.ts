import { nearest } from '../../kernel/nearest.js';
import type { Job, JobOwner, Jobs } from './jobs.js';
import { parseCommandLine } from './shell-words.js';

const TOOLS = ['gpiodetect', 'gpioget', 'gpioinfo', 'gpiomon', 'gpionotify', 'gpioset'] as const;
const BUILTINS = ['help', 'clear', 'jobs', 'kill'] as const;

/** All commands there are, for completion. */
export const commands: readonly string[] = [...TOOLS, ...BUILTINS];

const HELP = `The six tools are upstream's, compiled to WebAssembly; each has its own --help:
  gpiodetect   list chips                  gpiomon      wait for edges
  gpioinfo     list lines                  gpionotify   wait for changes of lines
  gpioget      read values                 gpioset      set values; holds the lines until Ctrl-C

  COMMAND &    run in the background       jobs         what runs in the background
  kill ID      end one of these            clear        clear the screen

  gpioset -i LINE=0 is interactive: type help, toggle, set, get, exit.
`;

/** What a command line asks of a terminal. */
export interface ShellTerminal {
  /** How wide it is. */
  columns(): number;
  print(text: string): void;
  clear(): void;
  /** A tool takes the terminal over. */
  foreground(job: Job): void;
}

/** Runs command lines of one terminal. */
export class Shell {
  readonly #jobs: Jobs;
  readonly #terminal: ShellTerminal;
  readonly #owner: JobOwner;

  constructor(jobs: Jobs, terminal: ShellTerminal, owner: JobOwner) {
    this.#jobs = jobs;
    this.#terminal = terminal;
    this.#owner = owner;
  }

  run(text: string): void {
    try {
      const { words, background } = parseCommandLine(text);
      const [name = '', ...rest] = words;
      if (name !== '') this.#command(name, rest, background);
    } catch (error) {
      this.#terminal.print(`sh: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }

  #command(name: string, args: readonly string[], background: boolean): void {
    const print = (text: string): void => this.#terminal.print(text);
    switch (name) {
      case 'help':
        print(HELP);
        return;
      case 'clear':
        this.#terminal.clear();
        return;
      case 'jobs':
        for (const { id, argv } of this.#jobs.running) print(`[${id}] ${argv.join(' ')}\n`);
        return;
      case 'kill':
        this.#kill(args);
        return;
    }
    if (!(TOOLS as readonly string[]).includes(name)) throw new Error(notFound(name));
    const job = this.#jobs.start([name, ...args], this.#terminal.columns(), this.#owner);
    if (background) print(`[${job.id}]\n`);
    else this.#terminal.foreground(job);
  }

  #kill(args: readonly string[]): void {
    if (args.length === 0) throw new Error('kill: which one? jobs lists them');
    for (const arg of args) {
      const job = this.#jobs.get(Number(arg.replace('%', '')));
      if (job === undefined)
        throw new Error(`kill: there is no job ${arg}; jobs lists those there are`);
      this.#jobs.kill(job);
    }
  }
}

function notFound(name: string): string {
  const [meant] = nearest(name, commands);
  return meant === undefined
    ? `${name}: there is no such command; help lists those there are`
    : `${name}: there is no such command; did you mean ${meant}?`;
}
