import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { transform } from 'esbuild';
import { type Plugin, rollup } from 'rollup';
import { inRoot } from '../support/root.js';
import { pinnedVersion } from './stage.js';

const require = createRequire(import.meta.url);

/** What a browser has to be at least: modules in workers, private fields, top-level await. */
const target = ['chrome111', 'firefox114', 'safari16.4'];

/** The bundler's part of a stage's key. */
export const bundlerId = ['rollup', 'esbuild']
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

function minified(): Plugin {
  return {
    name: 'minified',
    async renderChunk(code) {
      const result = await transform(code, { target, minify: true, legalComments: 'none' });
      return { code: result.code, map: null };
    },
  };
}

/** Bundles one module of ts/ for browsers, with all that it imports, into one file. */
export async function bundleForBrowser(entry: string, file: string): Promise<void> {
  const build = await rollup({
    input: inRoot(entry),
    plugins: [typescript(), minified()],
    onLog(_level, { message }) {
      throw new Error(`rollup: ${message}`);
    },
  });
  await build.write({ file: inRoot(file), format: 'es', generatedCode: 'es2015' });
  await build.close();
}
