import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { sourceFolder, sourceVersion } from '../../scripts/build/upstream.js';
import { runCommand } from '../../scripts/support/command.js';
import { inRoot } from '../../scripts/support/root.js';

/** Whether the fakes make a system call for each ioctl, as a chip would cost. */
export type Mode = 'system-calls' | 'none';

const here = (...parts: string[]): string => inRoot('test', 'bench', ...parts);

async function libgpiodSources(): Promise<string[]> {
  const found = await runCommand('find', [inRoot(sourceFolder, 'lib'), '-name', '*.c']);
  return found.trim().split('\n').sort();
}

/** The library that a program is started with (LD_PRELOAD) to find the fake chips. */
export async function buildFakeChips(output: string): Promise<void> {
  await runCommand('cc', [
    ...['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC'],
    ...['-I', inRoot(sourceFolder, 'lib'), '-o', output],
    ...[here('native/fake-chip.c'), here('native/interpose.c'), '-ldl', '-lpthread'],
  ]);
}

/**
 * The fake chips, native libgpiod and the JavaScript of the benchmark, built in a folder of their own
 * for one run.
 */
export class BenchMachine {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param folder an existing folder, empty. */
  static async build(folder: string): Promise<BenchMachine> {
    const machine = new BenchMachine(folder);
    const lib = inRoot(sourceFolder, 'lib');
    await buildFakeChips(machine.path('fake-chip.so'));
    // A shared library, as distributions have it. Where its loops happen to lie is not to count.
    const native = [
      '-O2',
      '-falign-functions=64',
      '-falign-loops=64',
      '-Wall',
      '-Wextra',
      '-Werror',
    ];
    await runCommand('cc', [
      ...[...native, '-Wno-unused-parameter', '-D_GNU_SOURCE', '-shared', '-fPIC'],
      `-DGPIOD_VERSION_STR="${sourceVersion()}"`,
      ...['-I', inRoot(sourceFolder, 'include'), '-I', lib, '-o', machine.path('libgpiod.so')],
      ...(await libgpiodSources()),
    ]);
    await runCommand('cc', [
      ...[...native, '-I', inRoot(sourceFolder, 'include'), '-o', machine.path('libgpiod')],
      ...[here('contestants/libgpiod.c'), machine.path('libgpiod.so'), '-lpthread'],
    ]);
    await runCommand('cc', [
      ...['-O2', '-Wall', '-Wextra', '-Werror', '-o', machine.path('timed')],
      here('native/timed.c'),
    ]);
    // A copy: what is built meanwhile does not change what is measured.
    cpSync(inRoot('dist'), machine.path('package', 'dist'), { recursive: true });
    copyFileSync(inRoot('package.json'), machine.path('package', 'package.json'));
    mkdirSync(machine.path('dev'));
    for (const chip of [0, 1]) writeFileSync(machine.path('dev', `gpiochip${chip}`), '');
    const line = machine.path('sysfs', 'gpio5');
    mkdirSync(line, { recursive: true });
    for (const [name, text] of [
      ['value', '0\n'],
      ['direction', 'out\n'],
      ['edge', 'none\n'],
      ['active_low', '0\n'],
    ] as const) {
      writeFileSync(join(line, name), text);
    }
    return machine;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** The library as its users import it. */
  get bundle(): string {
    return this.path('package', 'dist', 'index.js');
  }

  /** The environment in which a program finds the fake chips. */
  environment(mode: Mode = 'system-calls'): NodeJS.ProcessEnv {
    return {
      ...process.env,
      LD_PRELOAD: this.path('fake-chip.so'),
      FAKE_CHIP_DEV: this.path('dev'),
      FAKE_CHIP_SYSFS: this.path('sysfs'),
      FAKE_CHIP_SYSCALL: mode === 'none' ? '0' : '1',
    };
  }

  /** Makes plain JavaScript of test/bench/NAME.ts, so that it runs on Node alone. */
  async script(name: string): Promise<string> {
    const outfile = this.path(`${name}.mjs`);
    rmSync(outfile, { force: true });
    await build({
      entryPoints: [here(`${name}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
    });
    return outfile;
  }
}
