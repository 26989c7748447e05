import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { type InputOptions, type OutputOptions, type Plugin, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { inRoot, pinnedVersion, type Stage } from './stage.js';

/** What stays outside of the bundles: Node itself and the runtime dependency. */
const external = [/^node:/, /^@bjorn3\//];

/** tsc's output: the bundles and their declarations are made of it. */
const compiled = 'build/ts';

/** The modules of ts/ that users import, one level deep: 'libgpiod-wasm', 'libgpiod-wasm/sim', ... */
const entries = ['index', 'sandbox', 'sim', 'sim-server'] as const;

const outputs = [
  ...entries.flatMap((name) => ['js', 'cjs', 'd.ts', 'd.cts'].map((end) => `dist/${name}.${end}`)),
  'dist/cli.js',
  'dist/sandbox-worker.js',
  'dist/sim.schema.json',
];

function runTsc(): void {
  rmSync(inRoot(compiled), { recursive: true, force: true });
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', inRoot('tsconfig.build.json')];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: inRoot() });
  if (result.status !== 0) throw new Error(`tsc failed:\n${result.stdout}${result.stderr}`);
}

/** Leaves comments to the declarations, which editors read; names and lines stay as written. */
function withoutComments(): Plugin {
  return {
    name: 'without-comments',
    async renderChunk(code) {
      const result = await transform(code, { target: 'node20', legalComments: 'none' });
      return { code: result.code, map: null };
    },
  };
}

/** A CommonJS bundle's own address. Rollup's default would ask for a browser's document as well. */
function urlOfCommonJs(): Plugin {
  return {
    name: 'url-of-common-js',
    resolveImportMeta(property, { format }) {
      if (format !== 'cjs' || property !== 'url') return null;
      return `require('node:url').pathToFileURL(__filename).href`;
    },
  };
}

/**
 * Ends an entry's declarations with the exports there really are: rollup-plugin-dts would declare
 * classes that are exported as types only, and whoever imported one would find nothing at run time.
 * The reference brings Symbol.dispose, which consumers' own settings may lack.
 */
function exactExports(values: ReadonlyMap<string, ReadonlySet<string>>): Plugin {
  return {
    name: 'exact-exports',
    renderChunk(code, { isEntry, name: entry }) {
      const reference = '/// <reference lib="esnext.disposable" />\n';
      if (!isEntry) return { code: reference + code, map: null };
      const isValue = (name: string): boolean => values.get(entry)?.has(name) ?? false;
      const exact = code.replace(
        /^export (?:type )?\{([^}]*)\}(.*);$/gm,
        (_, list: string, from: string) => {
          const names = list.split(',').map((name) => name.trim());
          const statement = (keyword: string, wanted: boolean): string => {
            const chosen = names.filter((name) => isValue(name) === wanted);
            return chosen.length === 0 ? '' : `${keyword} { ${chosen.join(', ')} }${from};\n`;
          };
          return `${statement('export', true)}${statement('export type', false)}`.trimEnd();
        },
      );
      return { code: `${reference}${exact}`, map: null };
    },
  };
}

/** Writes bundles and returns the names that each entry exports. */
async function bundle(
  input: InputOptions,
  ...written: OutputOptions[]
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const build = await rollup({
    external,
    ...input,
    onwarn(warning) {
      throw new Error(`rollup: ${warning.message}`);
    },
  });
  const names = new Map<string, ReadonlySet<string>>();
  for (const output of written) {
    const { output: chunks } = await build.write({
      generatedCode: 'es2015',
      minifyInternalExports: false,
      dir: dist(''),
      ...output,
    });
    for (const chunk of chunks) {
      if (chunk.type === 'chunk' && chunk.isEntry) names.set(chunk.name, new Set(chunk.exports));
    }
  }
  await build.close();
  return names;
}

function dist(name: string): string {
  return inRoot('dist', name);
}

function entry(name: string): string {
  return inRoot(compiled, name);
}

/** CommonJS users' declarations are the same, but for the files that they name. */
function declareCommonJs(): void {
  for (const name of readdirSync(dist(''))) {
    if (!name.endsWith('.d.ts')) continue;
    const declarations = readFileSync(dist(name), 'utf8');
    const target = dist(name.replace(/\.d\.ts$/, '.d.cts'));
    writeFileSync(target, declarations.replace(/(from '\.\/[^']+)\.js';/g, "$1.cjs';"));
  }
}

/** dist/*.js and the declarations, each entry in one file. */
export function bundleStage(): Stage {
  return {
    name: 'bundles',
    inputs: ['ts', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build/bundle.ts'],
    outputs,
    key: ['typescript', 'rollup', 'rollup-plugin-dts', '@rollup/plugin-node-resolve', 'esbuild']
      .map((name) => `${name} ${pinnedVersion(name)}`)
      .join(', '),
    async run() {
      runTsc();
      for (const name of readdirSync(dist(''))) {
        if (/\.(js|cjs|d\.ts|d\.cts)$/.test(name)) rmSync(dist(name));
      }
      const plugins = [urlOfCommonJs(), withoutComments()];
      const inputs = (end: string): Record<string, string> =>
        Object.fromEntries(entries.map((name) => [name, entry(`${name}.${end}`)]));
      const chunkFileNames = 'shared-[name]';
      const values = await bundle(
        { input: inputs('js'), plugins },
        { format: 'es', entryFileNames: '[name].js', chunkFileNames: `${chunkFileNames}.js` },
        { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: `${chunkFileNames}.cjs` },
      );
      // The command line starts as fast as its one file is small: it brings nothing of the API, but
      // the WASI shim, which takes 7 ms to be found and read as a package.
      await bundle(
        { input: entry('cli.js'), plugins: [...plugins, nodeResolve()], external: [/^node:/] },
        { format: 'es', entryFileNames: 'cli.js', chunkFileNames: 'cli-[name].js' },
      );
      // A plugin starts as fast as its worker: one file, which brings the WASI shim too.
      await bundle(
        {
          input: entry('sandbox-worker.js'),
          plugins: [...plugins, nodeResolve()],
          external: [/^node:/],
        },
        { format: 'es', entryFileNames: 'sandbox-worker.js' },
      );
      await bundle(
        { input: inputs('d.ts'), plugins: [dts(), exactExports(values)] },
        {
          format: 'es',
          entryFileNames: '[name].d.ts',
          chunkFileNames: ({ name }) => `shared-${name.replace(/\.d$/, '')}.d.ts`,
        },
      );
      declareCommonJs();
      copyFileSync(inRoot('ts', 'sim', 'sim.schema.json'), dist('sim.schema.json'));
    },
  };
}
