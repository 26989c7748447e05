import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hostAddon } from '../../ts/assets.js';
import { type NodeCommand, nodeCommand, patience, testMachine } from './test-machine.js';

/**
 * What every program of the addon's tests begins with, in a process or a worker: `open(path)`,
 * `close(fd)` and `read(fd)` through a guest of its own, `addon`, `watch(fd, onReady)`, and
 * `play(fd, train, onEnd)`, where a train consists of `steps` of `{ action, bits, mask, wait }`, `rounds`
 * and what else Train has. `threads()` are those that play.
 */
const PRELUDE = `
  const fs = require('node:fs');
  const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
  const module_ = { exports: {} };
  process.dlopen(module_, ${JSON.stringify(fileURLToPath(hostAddon(testMachine.arch)))});
  const addon = module_.exports;
  const guest = addon.attach();
  const bytes = new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer);
  guest.bind(bytes);
  const call = (name, ...args) => {
    guest.block.set(args);
    guest[name]();
    return guest.block[0];
  };
  const open = (path) => {
    const text = Buffer.from(path);
    bytes.set(text);
    return call('open', 0, text.length);
  };
  const close = (fd) => call('close', fd);
  const read = (fd) => Buffer.from(bytes.slice(1024, 1024 + call('read', fd, 1024, 512))).toString();
  const [PAUSE, RESUME, REF, UNREF, CLOSE] = [0, 1, 2, 3, 4];
  const watch = (fd, onReady) => {
    const number = addon.watch(fd, onReady);
    if (number < 0) throw new Error('watch: ' + number);
    return number;
  };
  const trainArguments = (fd, { steps, rounds = 1, fromStart = false, spin = 0, stamps, reads }) => {
    const view = new DataView(new ArrayBuffer(32 * steps.length));
    steps.forEach(({ action = 0, bits = 0, mask = 1, wait = 0 }, index) => {
      view.setBigUint64(32 * index, BigInt(bits), true);
      view.setBigUint64(32 * index + 8, BigInt(mask), true);
      view.setBigInt64(32 * index + 16, BigInt(wait), true);
      view.setUint32(32 * index + 24, action, true);
    });
    return [fd, new Uint8Array(view.buffer), rounds, fromStart, spin, stamps, reads];
  };
  const play = (fd, train, onEnd = () => {}) => {
    const player = addon.play(...trainArguments(fd, train), onEnd);
    if (player < 0) throw new Error('play: ' + player);
    return player;
  };
  const playSync = (fd, train) => addon.playSync(...trainArguments(fd, train));
  const threads = () => fs.readdirSync('/proc/self/task').filter((task) => {
    try {
      return fs.readFileSync('/proc/self/task/' + task + '/comm', 'utf8') === 'gpio-play\\n';
    } catch {
      return false; // has ended meanwhile
    }
  }).length;
  const [HOUR, FOREVER] = [3_600_000_000_000, 0];
  const [SET, GET] = [1, 2];
`;

/** The text of a program, for `node -e` or a worker's `eval`. */
function addonProgram(body: string): string {
  return `${PRELUDE}\n${body}`;
}

/** As an expression inside a program: a new worker that runs `body`; what it is given is one, too. */
export function worker(body: string, workerData = 'process.argv[1]'): string {
  return `new Worker(${JSON.stringify(addonProgram(body))}, { eval: true, workerData: ${workerData} })`;
}

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The end of a program that has done its work and has nothing to complain of. */
export const clean = { status: 0, signal: null, stderr: '' } as const satisfies Partial<Outcome>;

type RunArguments = Parameters<typeof runScript> extends [string, ...infer Rest] ? Rest : never;

/** For tests that run one, in milliseconds: a little more than until it is killed. */
export const programTimeout = 60_000 * patience;

/**
 * Runs a script in a process of its own, on the {@link testMachine}. `onOutput` gets all of its output
 * so far, each time there is more; a process that does not end within 50 s (ten times that, where it is
 * emulated) is killed.
 */
export function runScript(
  script: string,
  args: readonly string[] = [],
  onOutput: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
  { command: [program, ...options], env }: NodeCommand = nodeCommand(),
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...options, '-e', script, '--', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 50_000 * patience,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput(stdout, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** {@link runScript} with what the prelude gives. */
export function runProgram(body: string, ...rest: RunArguments): Promise<Outcome> {
  return runScript(addonProgram(body), ...rest);
}
