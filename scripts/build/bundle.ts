import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { type InputOptions, type OutputOptions, type Plugin, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { inRoot, pinnedVersion, type Stage } from './stage.js';

/** What stays outside of the bundles: Node itself and the runtime dependency. */
const external = [/^node:/, /^@bjorn3\//];

/** tsc's output: the bundles and their declarations are made of it. */
const compiled = 'build/ts';

const outputs = [
  'dist/index.js',
  'dist/index.cjs',
  'dist/index.d.ts',
  'dist/index.d.cts',
  'dist/cli.js',
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
 * Ends declarations with the exports there really are: rollup-plugin-dts would declare classes that
 * are exported as types only, and whoever imported one would find nothing at run time. The reference
 * brings Symbol.dispose, which consumers' own settings may lack.
 */
function exactExports(values: ReadonlySet<string>): Plugin {
  return {
    name: 'exact-exports',
    renderChunk(code) {
      const names: string[] = [];
      const declarations = code.replace(/^export (?:type )?\{([^}]*)\};$/gm, (_, list: string) => {
        names.push(...list.split(',').map((name) => name.trim()));
        return '';
      });
      const statement = (keyword: string, wanted: boolean): string =>
        `${keyword} { ${names.filter((name) => values.has(name) === wanted).join(', ')} };\n`;
      return {
        code: `/// <reference lib="esnext.disposable" />\n${declarations.trimEnd()}\n\n${statement('export', true)}${statement('export type', false)}`,
        map: null,
      };
    },
  };
}

/** Writes bundles of one entry and returns the names that it exports. */
async function bundle(
  input: InputOptions,
  ...written: OutputOptions[]
): Promise<ReadonlySet<string>> {
  const build = await rollup({
    external,
    ...input,
    onwarn(warning) {
      throw new Error(`rollup: ${warning.message}`);
    },
  });
  const names = new Set<string>();
  for (const output of written) {
    const { output: chunks } = await build.write({ generatedCode: 'es2015', ...output });
    for (const name of chunks[0].exports) names.add(name);
  }
  await build.close();
  return names;
}

/** dist/*.js and the declarations, each entry in one file. */
export function bundleStage(): Stage {
  return {
    name: 'bundles',
    inputs: ['ts', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build/bundle.ts'],
    outputs,
    key: ['typescript', 'rollup', 'rollup-plugin-dts', 'esbuild']
      .map((name) => `${name} ${pinnedVersion(name)}`)
      .join(', '),
    async run() {
      runTsc();
      const dist = (name: string): string => inRoot('dist', name);
      const entry = (name: string): string => inRoot(compiled, name);
      for (const name of readdirSync(dist(''))) {
        if (/\.(js|cjs|d\.ts|d\.cts)$/.test(name)) rmSync(join(dist(''), name));
      }
      const plugins = [urlOfCommonJs(), withoutComments()];
      const values = await bundle(
        { input: entry('index.js'), plugins },
        { file: dist('index.js'), format: 'es' },
        { file: dist('index.cjs'), format: 'cjs' },
      );
      // The command line starts as fast as its one file is small: it brings nothing of the API.
      await bundle(
        { input: entry('cli.js'), plugins },
        { dir: dist(''), format: 'es', entryFileNames: 'cli.js', chunkFileNames: 'cli-[name].js' },
      );
      await bundle(
        { input: entry('index.d.ts'), plugins: [dts(), exactExports(values)] },
        { file: dist('index.d.ts'), format: 'es' },
      );
      copyFileSync(dist('index.d.ts'), dist('index.d.cts'));
    },
  };
}
