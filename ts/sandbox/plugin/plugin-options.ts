import type { Gpiod } from '../../api/gpiod.js';
import { describe, isRecord } from '../../kernel/arguments.js';
import type { Kernel } from '../../kernel/kernel.js';
import { nearest } from '../../kernel/nearest.js';
import type { Grants } from '../grants.js';
import type { Write } from './host-bridge.js';
import type { PluginLimits } from './limits.js';

/** What a plugin gets. What is left out is not there for it. */
export interface PluginOptions {
  /** Whose kernel answers: Linux, or a simulator. Either this or {@link kernel}. */
  readonly gpiod?: Gpiod | undefined;
  /** The kernel itself. */
  readonly kernel?: Kernel | undefined;
  /** Goes before the consumer of its lines outside, and names it in errors. Default 'plugin'. */
  readonly name?: string | undefined;
  /** What it sees as /dev/gpiochip0, 1, ... */
  readonly chips: Grants;
  /** Its arguments, after the name, which it gets as the first. */
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** All that it can read from its standard input. */
  readonly stdin?: string | Uint8Array | undefined;
  /** Called with what it writes; what it throws ends the plugin. Default: it is thrown away. */
  readonly stdout?: Write | undefined;
  readonly stderr?: Write | undefined;
  /** Files that it can read, by absolute path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined;
  /** Whether it may read the time. Default false; sleeping it always may. */
  readonly clock?: boolean | undefined;
  readonly limits?: PluginLimits | undefined;
  /** Told of each call that the plugin makes to its chips, and of its result, as one line of text. */
  readonly audit?: ((line: string) => void) | undefined;
}

const known: readonly (keyof PluginOptions)[] = [
  'gpiod',
  'kernel',
  'name',
  'chips',
  'args',
  'env',
  'stdin',
  'stdout',
  'stderr',
  'files',
  'clock',
  'limits',
  'audit',
];

const encoder = new TextEncoder();

function fail(message: string): never {
  throw new TypeError(message);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function bytesOf(where: string, value: unknown): Uint8Array {
  if (typeof value === 'string') return encoder.encode(value);
  return value instanceof Uint8Array ? value : fail(`${where} has to be a string or a Uint8Array`);
}

function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') fail(`${name} has to be a function`);
}

function checkRecord(name: string, value: unknown, example: string): void {
  if (isRecord(value)) return;
  fail(`${name} is ${describe(value)}: it has to be an object such as ${example}`);
}

/** What of the options a worker needs, checked. */
export interface PluginInputs {
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly stdin: Uint8Array;
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
  readonly clock: boolean;
}

/** Throws TypeError for what cannot be a module in its binary form. */
export function checkModuleBytes(wasm: unknown): void {
  if (wasm instanceof Uint8Array || wasm instanceof ArrayBuffer) return;
  fail(
    `the plugin is ${describe(wasm)}: it has to be the bytes of a module, such as ` +
      "readFileSync('plugin.wasm') gives",
  );
}

/** Throws TypeError for options that there are not, or of the wrong kind. */
export function checkPluginOptions(options: PluginOptions): PluginInputs {
  if (typeof options !== 'object' || options === null) {
    fail(`the options are ${describe(options)}: they have to be an object with gpiod and chips`);
  }
  for (const name of Object.keys(options)) {
    if ((known as readonly string[]).includes(name)) continue;
    const [guess] = nearest(name, known, 1);
    fail(`there is no option '${name}'${guess === undefined ? '' : `; did you mean '${guess}'?`}`);
  }
  const { args = [], env = {}, stdin = '', files = {}, clock = false } = options;
  if ((options.gpiod === undefined) === (options.kernel === undefined)) {
    fail('either gpiod or kernel is needed: what answers the plugin');
  }
  if (!Array.isArray(args) || !args.every(isText)) fail('args has to be an array of strings');
  checkRecord('env', env, "{ LANG: 'C' }");
  for (const [name, value] of Object.entries(env)) {
    if (name === '' || name.includes('=') || !isText(name) || !isText(value)) {
      fail(`env.${name} cannot be: names and values are strings, names without =`);
    }
  }
  checkRecord('files', files, "{ '/etc/settings': 'text' }");
  if (typeof clock !== 'boolean') fail('clock has to be true or false');
  for (const name of ['stdout', 'stderr', 'audit'] as const) checkFunction(name, options[name]);
  return {
    args: [options.name ?? 'plugin', ...args],
    env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    stdin: bytesOf('stdin', stdin),
    files: Object.entries(files).map(([path, content]) => {
      if (!/^(\/[^/\0]+)+$/.test(path) || /\/\.\.?(\/|$)/.test(path)) {
        fail(`files: '${path}' is no absolute path of a file`);
      }
      return [path, bytesOf(`files['${path}']`, content)] as const;
    }),
    clock,
  };
}
