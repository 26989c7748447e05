import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { transform } from 'esbuild';
import { type Plugin, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { exactExports } from './bundle.js';
import { inRoot, pinnedVersion, type Stage } from './stage.js';

const require = createRequire(import.meta.url);

/** What a browser has to be at least: modules in workers, private fields, top-level await. */
const target = ['chrome111', 'firefox114', 'safari16.4'];

/** The bundler's part of a stage's key. */
export const bundlerId = ['rollup', 'rollup-plugin-dts', 'esbuild']
  .map((name) => `${name} ${pinnedVersion(name)}`)
  .join(', ');

/** Reads our modules where they are and packages where npm put them, and leaves types out. */
function typescript(): Plugin {
  return {
    name: 'typescript',
    resolveId(name, importer) {
      if (importer === undefined) return null;
      if (name.startsWith('node:'))
        throw new Error(`${importer} imports ${name}: no browser has it`);
      if (!name.startsWith('.')) return require.resolve(name);
      const path = resolve(dirname(importer), name.replace(/\.js$/, '.ts'));
      return existsSync(path) ? path : null;
    },
    async transform(code, id) {
      if (!id.endsWith('.ts')) return null;
      const result = await transform(code, { loader: 'ts', target: 'es2022', sourcefile: id });
      return { code: result.code, map: null };
    },
  };
}

function rendered(minify: boolean): Plugin {
  return {
    name: 'rendered',
    async renderChunk(code) {
      const result = await transform(code, { minify, target, legalComments: 'none' });
      return { code: result.code, map: null };
    },
  };
}

function refuse(_level: unknown, { message }: { readonly message: string }): void {
  throw new Error(`rollup: ${message}`);
}

/** Bundles one module of ts/ for browsers into one file. Returns what it exports. */
export async function bundleForBrowser(
  entry: string,
  file: string,
  { minify = false } = {},
): Promise<readonly string[]> {
  const build = await rollup({
    input: inRoot(entry),
    plugins: [typescript(), rendered(minify)],
    onLog: refuse,
  });
  const { output } = await build.write({
    file: inRoot(file),
    format: 'es',
    generatedCode: 'es2015',
  });
  await build.close();
  return output[0].exports;
}

/** dist/browser.js and its declarations: 'libgpiod-wasm/browser', each in one file. */
export function browserStage(): Stage {
  return {
    name: 'browser',
    inputs: ['ts', 'scripts/build/browser.ts'],
    outputs: ['dist/browser.js', 'dist/browser.d.ts'],
    key: bundlerId,
    async run() {
      const names = await bundleForBrowser('ts/browser.ts', 'dist/browser.js');
      const values = new Map([['browser', new Set(names)]]);
      // Of what tsc has written for the other bundles.
      const build = await rollup({
        input: { browser: inRoot('build', 'ts', 'browser.d.ts') },
        plugins: [dts(), exactExports(values)],
        onLog: refuse,
      });
      await build.write({ dir: inRoot('dist'), entryFileNames: '[name].d.ts', format: 'es' });
      await build.close();
    },
  };
}
