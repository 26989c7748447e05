import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { typeCheck } from './consumer.js';
import { barePath, node, npm, pack, type Result, temporaryFolder } from './npm.js';

describe('the package, installed where there is no compiler', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(() => {
    const { folder: top, remove } = temporaryFolder();
    folder = join(top, 'project');
    for (const name of ['project', 'bin', 'home']) mkdirSync(join(top, name));
    env = { PATH: barePath(join(top, 'bin')), HOME: join(top, 'home') };
    const { filename } = pack('--pack-destination', top);
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts=false'];
    const settings = Object.entries(process.env).filter(([name]) => /^npm_config_/i.test(name));
    npm(['install', ...options, join(top, filename)], folder, {
      ...Object.fromEntries(settings),
      ...env,
      npm_config_cache: npm(['config', 'get', 'cache'], top).trim(),
      npm_config_userconfig: npm(['config', 'get', 'userconfig'], top).trim(),
    });
    return remove;
  });

  function run(name: string, source: string): Result {
    writeFileSync(join(folder, name), source);
    return node([name], folder, env);
  }

  /** Node's arguments for a program that sees no process.getBuiltinModule: Node before 20.16 has none. */
  function olderNode(...args: string[]): string[] {
    const preloaded = join(folder, 'older.cjs');
    writeFileSync(preloaded, 'delete process.getBuiltinModule;\n');
    return ['-r', preloaded, ...args];
  }

  /** Names that the package exports at run time. */
  function exportedNames(): string[] {
    const { stdout } = run(
      'names.mjs',
      `console.log(JSON.stringify(Object.keys(await import('libgpiod-wasm'))));`,
    );
    return JSON.parse(stdout) as string[];
  }

  it('is smaller than a megabyte and depends on nothing', () => {
    const modules = join(folder, 'node_modules');
    const entries = readdirSync(modules, { recursive: true, encoding: 'utf8' });
    const stats = entries.map((name) => lstatSync(join(modules, name)));
    const bytes = stats.reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
    expect(bytes).toBeLessThan(2 ** 20);
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['libgpiod-wasm']);
  });

  it('is imported as an ES module and runs libgpiod', () => {
    const program = `import { loadSync, load } from 'libgpiod-wasm';
      console.log(loadSync().apiVersion, (await load()).apiVersion);`;
    expect(run('import.mjs', program)).toMatchObject({ status: 0, stdout: '2.2.1 2.2.1\n' });
  });

  it.each(['esm', 'cjs'] as const)(
    'stays outside of a bundle (%s), and says so where it does not',
    async (format) => {
      const sources = {
        linux: `import { loadSync } from 'libgpiod-wasm'; console.log(loadSync().apiVersion);`,
        sim: `import { loadSync } from 'libgpiod-wasm'; import { createSim } from 'libgpiod-wasm/sim';
          console.log(loadSync({ kernel: createSim('pi4').kernel }).apiVersion);`,
        soon: `import { load } from 'libgpiod-wasm'; import { createSim } from 'libgpiod-wasm/sim';
          load({ kernel: createSim('pi4').kernel }).then((gpiod) => console.log(gpiod.apiVersion));`,
      };
      for (const [name, contents] of Object.entries(sources)) {
        const bundle = async (external: string[]): Promise<Result> => {
          const stdin = { contents, resolveDir: folder };
          const options = {
            format,
            external,
            bundle: true,
            write: false,
            logLevel: 'silent',
          } as const;
          const { outputFiles } = await build({ ...options, stdin, platform: 'node' });
          const file = `bundle-${name}.${format === 'esm' ? 'mjs' : 'cjs'}`;
          return run(file, outputFiles[0]?.text ?? '');
        };
        expect(await bundle(['libgpiod-wasm'])).toMatchObject({ status: 0, stdout: '2.2.1\n' });
        expect((await bundle([])).stderr).toContain('outside of the bundle');
      }
    },
  );

  const imports = `import { linuxKernel, loadSync, trace } from 'libgpiod-wasm';
    import { loadPlugin } from 'libgpiod-wasm/sandbox';
    import { includeFolder } from 'libgpiod-wasm/sdk';`;
  const requires = imports.replace(/import (.*) from (.*);/g, 'const $1 = require($2);');

  it.each([
    ['module.mjs', 'esm', imports],
    ['module.cjs', 'cjs', imports],
    ['script.cjs', 'cjs', requires],
  ] as const)(
    'works in a bundle (%s) with its files in dist beside',
    async (name, format, from) => {
      // A command that ends at once: its memory and its _start.
      const plugin = [
        [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 19, 2, 6],
        [...Buffer.from('memory'), 2, 0, 6, ...Buffer.from('_start'), 0, 0, 10, 4, 1, 2, 0, 11],
      ].flat();
      const contents = `${from}
        console.log(loadSync({ kernel: trace(linuxKernel()) }).apiVersion, includeFolder);
        loadPlugin(Uint8Array.of(${plugin}), { kernel: linuxKernel(), chips: {} })
          .then((plugin) => plugin.run())
          .then((status) => console.log(status));`;
      const stdin = { contents, resolveDir: folder };
      const bundled = join(folder, '..', `bundled-${name}`);
      for (const file of ['package.json', 'dist']) {
        const original = join(folder, 'node_modules', 'libgpiod-wasm', file);
        cpSync(original, join(bundled, file), { recursive: true });
      }
      const outfile = join(bundled, 'bin', name);
      // As webpack chooses, whose bundles may run on any Node.
      const conditions = ['module', 'module-sync'];
      const options = {
        format,
        conditions,
        bundle: true,
        platform: 'node',
        logLevel: 'silent',
      } as const;
      await build({ stdin, outfile, ...options });
      const stdout = `2.2.1 ${join(bundled, 'dist', 'sdk', 'include')}\n0\n`;
      expect(node([outfile], '/', env)).toMatchObject({ status: 0, stdout });
      expect(node(olderNode(outfile), '/', env)).toMatchObject({ status: 0, stdout });
    },
  );

  it('says what to do where the address space is too small for WebAssembly', () => {
    // A module with 4 GiB of memory needs as much on every version of Node and with every option.
    const wasm = [0, 97, 115, 109, 1, 0, 0, 0, 5, 5, 1, 0, 128, 128, 4];
    const source = `import { loadSync } from 'libgpiod-wasm';
      loadSync({ wasm: Uint8Array.of(${wasm}) });`;
    writeFileSync(join(folder, 'large.mjs'), source);
    const limited = `ulimit -v 4000000 && exec node large.mjs`;
    const { stderr } = spawnSync('sh', ['-c', limited], { cwd: folder, env, encoding: 'utf8' });
    expect(stderr).toContain('There is no address space left for WebAssembly');
    expect(stderr).toContain('--disable-wasm-trap-handler');
  });

  it('is required as a CommonJS module and runs libgpiod', () => {
    const program = `console.log(require('libgpiod-wasm').loadSync().apiVersion);`;
    expect(run('require.cjs', program)).toMatchObject({ status: 0, stdout: '2.2.1\n' });
  });

  it('works where Node has no process.getBuiltinModule yet: before 20.16', () => {
    const path = './node_modules/libgpiod-wasm/dist';
    const use = 'console.log(loadSync({ kernel: trace(linuxKernel()) }).apiVersion);';
    const names = '{ linuxKernel, loadSync, trace }';
    writeFileSync(join(folder, 'old.mjs'), `import ${names} from '${path}/older-node.js'; ${use}`);
    writeFileSync(join(folder, 'old.cjs'), `const ${names} = require('libgpiod-wasm'); ${use}`);
    const older = (...args: string[]): Result => node(olderNode(...args), folder, env);
    expect(older('old.mjs')).toMatchObject({ status: 0, stdout: '2.2.1\n' });
    expect(older('old.cjs')).toMatchObject({ status: 0, stdout: '2.2.1\n' });
    expect(older(`${path}/cli.js`, 'gpiodetect')).toMatchObject({ status: 0, stderr: '' });
    // webpack would answer this itself, with the bundle's modules and none of Node's.
    const code = readFileSync(join(folder, path, 'older-node.js'), 'utf8');
    expect(code).not.toMatch(/\bimport\b[^;]*\{[^}]*\bcreateRequire\b/);
  });

  it('is imported by some modules and required by others, whose errors are the same to both', () => {
    const program = `import { createRequire } from 'node:module';
      import { GpiodError as Imported, loadSync } from 'libgpiod-wasm';
      const all = createRequire(import.meta.url)('libgpiod-wasm');
      const caught = (load) => {
        try { load().openChip('/nowhere') } catch (error) { return error }
      };
      const errors = [loadSync, all.loadSync].map(caught);
      const answers = errors.flatMap((error) => [error instanceof Imported, error instanceof all.GpiodError]);
      console.log(...answers, new Error('GpiodError') instanceof Imported);`;
    expect(run('both.mjs', program)).toMatchObject({
      status: 0,
      stdout: 'true true true true false\n',
    });
  });

  it('exports the same names both ways', () => {
    const program = `console.log(JSON.stringify(Object.keys(require('libgpiod-wasm'))));`;
    const required = JSON.parse(run('names.cjs', program).stdout) as string[];
    expect(required.sort()).toEqual(exportedNames().sort());
  });

  it('declares every value that it exports, and no other', () => {
    const all = exportedNames().map((name) => `${name}: true`);
    const source = `import * as all from 'libgpiod-wasm';
      export const names: Record<keyof typeof all, true> = { ${all.join(', ')} };`;
    writeFileSync(join(folder, 'values.ts'), source);
    writeFileSync(
      join(folder, 'values.cts'),
      source.replace(`* as all from 'libgpiod-wasm'`, `all = require('libgpiod-wasm')`),
    );
    expect(typeCheck(folder, ['values.ts', 'values.cts'])).toMatchObject({ status: 0, stdout: '' });
  });

  it('has types that a strict project for Node compiles with, ES module or CommonJS', () => {
    const names = readdirSync(inRoot('test', 'types')).filter((name) => name.endsWith('.ts'));
    const files = names.flatMap((name) => {
      const source = readFileSync(inRoot('test', 'types', name), 'utf8');
      const text = source
        .replaceAll('../../ts/index.js', 'libgpiod-wasm')
        .replaceAll('../../ts/pulses.js', 'libgpiod-wasm/pulses');
      const commonJs = name.replace(/\.ts$/, '.cts');
      writeFileSync(join(folder, name), text);
      writeFileSync(join(folder, commonJs), text);
      return [name, commonJs];
    });
    expect(files.length).toBeGreaterThan(0);
    expect(typeCheck(folder, files)).toMatchObject({ status: 0, stdout: '' });
  });

  it('has an SDK: its paths, each of its files by name, and types for both kinds of modules', () => {
    const names = 'sdkFolder, includeFolder, libraryFile, toolchainFile, pkgConfigFolder';
    const print = `console.log(JSON.stringify([${names}]));`;
    const imported = run('sdk.mjs', `import { ${names} } from 'libgpiod-wasm/sdk'; ${print}`);
    const source = `const { ${names} } = require('libgpiod-wasm/sdk'); ${print}`;
    expect(run('sdk.cjs', source)).toMatchObject({ status: 0, stdout: imported.stdout });
    const sdk = join(folder, 'node_modules', 'libgpiod-wasm', 'dist', 'sdk');
    expect(JSON.parse(imported.stdout)).toEqual([
      sdk,
      join(sdk, 'include'),
      join(sdk, 'lib', 'libgpiod.a'),
      join(sdk, 'wasm32-libgpiod.cmake'),
      join(sdk, 'lib', 'pkgconfig'),
    ]);
    const header = `console.log(require.resolve('libgpiod-wasm/sdk/include/gpiod.h'));`;
    expect(run('header.cjs', header).stdout).toBe(`${join(sdk, 'include', 'gpiod.h')}\n`);
    const typed = `export const all: readonly string[] = [${names}];`;
    writeFileSync(
      join(folder, 'sdk.ts'),
      `import { ${names} } from 'libgpiod-wasm/sdk';\n${typed}`,
    );
    writeFileSync(
      join(folder, 'sdk.cts'),
      `import sdk = require('libgpiod-wasm/sdk');\nconst { ${names} } = sdk;\n${typed}`,
    );
    expect(typeCheck(folder, ['sdk.ts', 'sdk.cts'])).toMatchObject({ status: 0, stdout: '' });
  });

  it('says what to install where there is no compiler for plugins', () => {
    writeFileSync(join(folder, 'plugin.c'), 'int main(void) { return 0; }\n');
    const cli = 'node_modules/libgpiod-wasm/dist/cli.js';
    const { status, stderr } = node([cli, 'cc', 'plugin.c'], folder, env);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /no compiler for WebAssembly.*npm install @yowasp\/clang.*WASI_SDK_PATH/,
    );
  });

  it('has a command line', () => {
    const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as {
      version: string;
    };
    const args = ['exec', '--offline', '--', 'libgpiod-wasm'];
    expect(npm([...args, '--version'], folder, env)).toBe(`libgpiod-wasm ${version}\n`);
    expect(npm([...args, 'gpiodetect', '--version'], folder, env)).toContain('libgpiod');
  });

  it('lists as many chips as the machine has, with nothing to say where there are none', () => {
    const chips = readdirSync('/dev').filter((name) => /^gpiochip\d+$/.test(name));
    const { status, stdout, stderr } = node(
      ['node_modules/libgpiod-wasm/dist/cli.js', 'gpiodetect'],
      folder,
      env,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').length - 1).toBe(chips.length);
  });
});
