import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inRoot } from '../../scripts/support/root.js';
import { parseClangArguments } from '../../ts/cli/clang-arguments.js';
import { compileForWasm } from '../../ts/cli/wasm-compiler.js';
import { type LineGrant, loadPlugin, type Plugin, type PluginOptions } from '../../ts/sandbox.js';
import { createSim, type Sim } from '../../ts/sim.js';
import type { PluginSource } from './plugin-sources.js';

/** Builds plugins as 'libgpiod-wasm cc' does, all in one folder. Returns the wasm files' bytes. */
export async function compilePlugins<Name extends string>(
  sources: Readonly<Record<Name, PluginSource>>,
): Promise<Readonly<Record<Name, Uint8Array>>> {
  const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-plugins-'));
  try {
    const built: Record<string, Uint8Array> = {};
    for (const [name, { path, flags = [] }] of Object.entries<PluginSource>(sources)) {
      const source = basename(fileURLToPath(path));
      copyFileSync(path, join(folder, source));
      let said = '';
      const status = await compileForWasm({
        folder,
        clang: parseClangArguments([...flags, source, '-o', `${name}.wasm`]),
        print: (_, text) => {
          said += text;
        },
      });
      if (status !== 0) throw new Error(`${name}: ${said}`);
      built[name] = readFileSync(join(folder, `${name}.wasm`));
    }
    return built as Record<Name, Uint8Array>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Builds a plugin as 'npx asc --config asconfig.json' does. Returns the wasm file's bytes. */
export function compileAssemblyScript(config: URL): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-plugins-'));
  try {
    const asc = inRoot('node_modules', 'assemblyscript', 'bin', 'asc.js');
    const outFile = join(folder, 'plugin.wasm');
    execFileSync(
      process.execPath,
      [asc, '--config', basename(fileURLToPath(config)), '--outFile', outFile],
      { cwd: dirname(fileURLToPath(config)) },
    );
    return readFileSync(outFile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A machine with an LED, a button, and six lines more. */
export function panel(): Sim {
  return createSim({
    chips: [{ label: 'panel', lines: ['LED', 'BUTTON', 'C', 'D', 'E', 'F', 'G', 'H'] }],
  });
}

const led: LineGrant = { line: 'LED', name: 'LED', allow: ['output'] };
const button: LineGrant = { line: 'BUTTON', name: 'BUTTON', allow: ['input', 'edges'] };
const others = ['C', 'D', 'E', 'F', 'G', 'H'].map(
  (line): LineGrant => ({ line, allow: ['input'] }),
);

/** Grants of the panel's lines, in its own order. */
export const chips: PluginOptions['chips'] = { gpiochip0: { lines: [led, button, ...others] } };

/** Gathers what a plugin writes. */
export class Output {
  #text = '';
  #waiting: (() => void)[] = [];

  readonly write = (bytes: Uint8Array): void => {
    this.#text += new TextDecoder().decode(bytes);
    for (const wake of this.#waiting.splice(0)) wake();
  };

  get text(): string {
    return this.#text;
  }

  get lines(): string[] {
    return this.#text.split('\n').slice(0, -1);
  }

  /** Resolves once it has written this. */
  async has(text: string): Promise<void> {
    while (!this.#text.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}

const plugins: Plugin[] = [];

/** A plugin to close after the test. */
export function keepPlugin(plugin: Plugin): Plugin {
  plugins.push(plugin);
  return plugin;
}

/** Loads a plugin that may use the lines of a {@link panel}. It is closed after the test. */
export async function loadOnPanel(
  wasm: Uint8Array,
  { kernel }: Sim,
  options: Partial<PluginOptions> = {},
): Promise<Plugin> {
  return keepPlugin(await loadPlugin(wasm, { kernel, chips, ...options }));
}

export async function closePlugins(): Promise<void> {
  for (const plugin of plugins.splice(0)) await plugin.close();
}
