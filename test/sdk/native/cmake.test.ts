import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../../scripts/support/root.js';
import { loadPlugin } from '../../../ts/sandbox.js';
import { node, pack, temporaryFolder } from '../../package/npm.js';
import { chips, closePlugins, keepPlugin, Output, panel } from '../../sandbox/plugin-support.js';
import { requireLlvm } from './tools.js';
import { layOutWasiSdk } from './wasi-sdk.js';

let project: string;
let wasiSdk: string;

// A project that has installed the package, in a folder whose name has a space.
beforeAll(() => {
  requireLlvm();
  const { folder: top, remove } = temporaryFolder();
  project = join(top, 'my plugins');
  wasiSdk = join(top, 'wasi-sdk');
  const { filename } = pack('--pack-destination', top);
  cpSync(fileURLToPath(new URL('project', import.meta.url)), project, { recursive: true });
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, '@yowasp'), { recursive: true });
  run('tar', ['-xf', join(top, filename), '-C', modules], top);
  run('mv', ['package', 'libgpiod-wasm'], modules);
  symlinkSync(inRoot('node_modules', '@yowasp', 'clang'), join(modules, '@yowasp', 'clang'));
  layOutWasiSdk(wasiSdk);
  return remove;
});

afterEach(closePlugins);

/** Runs a program to its end and returns all that it printed. Throws Error where it fails. */
function run(command: string, args: readonly string[], cwd: string, env = {}): string {
  const { WASI_SDK_PATH: _, ...rest } = process.env;
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...rest, ...env } });
  const printed = result.stdout + result.stderr;
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${printed}`);
  return printed;
}

function cmake(...args: readonly string[]): string {
  return run('cmake', args, project);
}

/** As the README has it. */
function toolchainFile(): string {
  const code = "console.log(require('libgpiod-wasm/sdk').toolchainFile)";
  return node(['-e', code], project).stdout.trim();
}

function configure(generator: string, build: string, env = {}): string {
  const toolchain = `-DCMAKE_TOOLCHAIN_FILE=${toolchainFile()}`;
  const examples = `-DEXAMPLES=${inRoot('wasm', 'examples')}`;
  return run('cmake', ['-G', generator, '-B', build, toolchain, examples], project, env);
}

async function walks(file: string): Promise<void> {
  const sim = panel();
  const stdout = new Output();
  const wasm = readFileSync(join(project, file));
  const plugin = keepPlugin(
    await loadPlugin(wasm, { kernel: sim.kernel, chips, stdout: stdout.write }),
  );
  expect(await plugin.run()).toBe(0);
  expect(stdout.lines).toEqual(['100100']);
  const levels = sim
    .line('LED')
    .history()
    .map(({ level }) => level);
  expect(levels).toEqual([1, 0, 1, 0]);
}

async function lives(file: string): Promise<void> {
  const sim = panel();
  const wasm = readFileSync(join(project, file));
  const plugin = keepPlugin(await loadPlugin(wasm, { kernel: sim.kernel, chips }));
  expect(await plugin.call('take', 0)).toBe(0);
  expect(await plugin.call('set', 0, 1)).toBe(0);
  expect(sim.line('LED').level).toBe(1);
}

describe.each([
  ['the compiler of npm, Ninja', 'Ninja', 'build', () => ({})],
  ['a wasi-sdk, make', 'Unix Makefiles', 'build wasi', () => ({ WASI_SDK_PATH: wasiSdk })],
] as const)('CMake with %s', (_, generator, build, env) => {
  let configured: string;
  let built: string;

  beforeAll(() => {
    configured = configure(generator, build, env());
    // The environment counts where the project is configured: the build remembers it.
    built = cmake('--build', build);
  });

  it('finds the package by its own files and by pkg-config, and builds without a warning', () => {
    const { version } = JSON.parse(readFileSync(inRoot('libgpiod', 'upstream.json'), 'utf8')) as {
      version: string;
    };
    expect(configured).toMatch(/The C compiler identification is Clang/);
    expect(configured).toContain(`Found libgpiod, version ${version}`);
    expect(configured + built).not.toMatch(/warning/i);
  });

  it.each(['walk', 'walk-pkg-config'])('makes a plugin, with a library of its own: %s', (name) =>
    walks(join(build, `${name}.wasm`)),
  );

  it('makes a reactor', () => lives(join(build, 'reactor.wasm')));

  it('builds again what a header belongs to, and nothing else', () => {
    expect(cmake('--build', build)).not.toMatch(/Building|Linking/);
    const header = join(project, 'src', 'step.h');
    const now = new Date();
    utimesSync(header, now, now);
    const again = cmake('--build', build);
    for (const name of ['pattern', 'walk', 'walk-pkg-config']) {
      expect(again).toMatch(new RegExp(`Building C object CMakeFiles/${name}\\.dir`));
    }
    expect(again).not.toMatch(/unused|reactor\.c/);
  });
});
