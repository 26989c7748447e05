import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import {
  type InputOptions,
  type ManualChunkMeta,
  type OutputOptions,
  type Plugin,
  rollup,
} from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { inRoot } from '../support/root.js';
import { pinnedVersion, type Stage } from './stage.js';

/** What stays outside of the bundles: nothing but Node itself. To find and read a package takes 7 ms. */
const external = [/^node:/];

/** tsc's output: the bundles and their declarations are made of it. */
const compiled = 'build/ts';

/** The modules of ts/ that users import, one level deep: 'libgpiod-wasm', 'libgpiod-wasm/sim', ... */
const entries = ['index', 'pulses', 'sandbox', 'sdk', 'sim', 'sim-server'] as const;

/** The same as ES modules only: browsers know no others. */
const modules = ['browser'] as const;

/** What stands in for an entry where Node may be older, and for it as CommonJS. */
const older = 'older-node';

/** The modules of ts/ that are run: as ES modules only. */
const programs = ['cli', 'sandbox-worker'] as const;

const outputs = [
  ...entries.flatMap((name) => ['js', 'cjs', 'd.ts', 'd.cts'].map((end) => `dist/${name}.${end}`)),
  ...modules.flatMap((name) => ['js', 'd.ts'].map((end) => `dist/${name}.${end}`)),
  ...[...programs, older].map((name) => `dist/${name}.js`),
  'dist/trace.cjs',
  'dist/sim.schema.json',
  'dist/policy.schema.json',
];

function runTsc(): void {
  rmSync(inRoot(compiled), { recursive: true, force: true });
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', inRoot('tsconfig.build.json')];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: inRoot() });
  if (result.status !== 0) throw new Error(`tsc failed:\n${result.stdout}${result.stderr}`);
}

/** What only a module may say, in front of and behind the code in rollup's chunks. */
const MODULE_SYNTAX =
  /^((?:#!.*\n)?(?:(?:import|export)[^;]*?(?:'[^']*'|"[^"]*");\n?)*)([\s\S]*?)(export\{[^}]*\};\n?)?$/;

/** Stands for what only a module may say within its code. */
const META = '__import_meta';

/**
 * Leaves comments, indentation and the names of locals to the source. What a file declares keeps its
 * name, which stack traces show: to the minifier an ES module is a script, as a CommonJS one is, whose
 * globals it leaves alone.
 */
function compact(): Plugin {
  const options = {
    target: 'node20',
    minify: true,
    legalComments: 'none',
    lineLimit: 120,
  } as const;
  /** Strings stay whole: rollup would indent their second lines, and Vite finds no file by half its name. */
  const transformed = async (code: string): Promise<string> => {
    const result = await transform(code, options);
    return result.code.replace(/(?<!\\)((?:\\\\)*)\\\n/g, '$1');
  };
  return {
    name: 'compact',
    async renderChunk(code, _chunk, { format }) {
      if (format === 'cjs') return { code: await transformed(code), map: null };
      const [, head = '', body = '', tail = ''] = MODULE_SYNTAX.exec(code) ?? [];
      const script = await transformed(body.replaceAll('import.meta', META));
      return { code: `${head}${script.replaceAll(META, 'import.meta')}${tail}`, map: null };
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
      const tabbed = code.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
      if (!isEntry) return { code: reference + tabbed, map: null };
      const isValue = (name: string): boolean => values.get(entry)?.has(name) ?? false;
      const exact = tabbed.replace(
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

/** Leaves declarations where the entries have them already: a browser's Chip is everybody's. */
function declaredByEntries(): Plugin {
  return {
    name: 'declared-by-entries',
    resolveId(name) {
      if (/browser(\.d\.ts$|\/)|generated\/types/.test(name)) return null;
      const entry = entries.find((one) => name === `./${one}.js`) ?? 'index';
      return { id: `./${entry}.cjs`, external: true };
    },
  };
}

/** What needs Node, of all that the library's own entry imports. */
const forNode =
  /^(index|older-node|load|assets|kernel\/(linux|node-modules|trace-on-demand)[\w-]*)\.js$/;

/** Too short for files of their own, and in nobody's way: else programs' code would come with them. */
const forAll = /[/]kernel[/](kernel|safely)\.js$/;

/** A module and all that it imports, directly or not. */
function reachable(from: string, modules: ManualChunkMeta, found = new Set<string>()): Set<string> {
  if (found.has(from)) return found;
  found.add(from);
  for (const id of modules.getModuleInfo(from)?.importedIds ?? []) reachable(id, modules, found);
  return found;
}

/**
 * Node takes half a millisecond for each file, which is what 20 KB of code take that nobody calls: who
 * imports the library loads two, this machine's kernel and all that browsers share. What it does not
 * need is kept out of them.
 */
function chunksOf(library: string): (id: string, modules: ManualChunkMeta) => string | undefined {
  return (id, modules) => {
    if (/[/]kernel[/](generated[/]uapi|uapi|describe|trace)\.js$/.test(id)) return 'uapi';
    if (forAll.test(id)) return 'core';
    if (!reachable(library, modules).has(id)) return undefined;
    return forNode.test(relative(inRoot(compiled), id)) ? 'index' : 'core';
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
    onLog(level, { message }) {
      if (level === 'warn') throw new Error(`rollup: ${message}`);
    },
  });
  const names = new Map<string, ReadonlySet<string>>();
  for (const output of written) {
    const { output: chunks } = await build.write({
      compact: true,
      generatedCode: 'es2015',
      minifyInternalExports: false,
      // Each file more costs the command line's start more than code that it does not need.
      experimentalMinChunkSize: 20_000,
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

/**
 * One set of declarations serves both kinds of module: an import's Chip and a require's are the same
 * type. The CommonJS files have it, as an ES module's declarations may point there, but not back.
 */
function declareModules(): void {
  for (const name of entries) {
    writeFileSync(dist(`${name}.d.ts`), `export * from './${name}.cjs';\n`);
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
      const plugins = [nodeResolve(), urlOfCommonJs(), compact()];
      const inputs = (names: readonly string[], end: string): Record<string, string> =>
        Object.fromEntries(names.map((name) => [name, entry(`${name}.${end}`)]));
      // Programs share what they can with the library: it is installed once.
      const values = await bundle(
        { input: inputs([...entries, ...modules, ...programs, older], 'js'), plugins },
        {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'shared-[name].js',
          manualChunks: chunksOf(entry('index.js')),
          onlyExplicitManualChunks: true,
        },
      );
      await bundle(
        {
          input: {
            ...inputs(entries, 'js'),
            index: entry(`${older}.js`),
            trace: entry('kernel/trace.js'),
          },
          plugins,
        },
        {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'shared-[name].cjs',
          manualChunks: chunksOf(entry(`${older}.js`)),
          onlyExplicitManualChunks: true,
        },
      );
      await bundle(
        { input: inputs(entries, 'd.ts'), plugins: [dts(), exactExports(values)] },
        {
          format: 'es',
          entryFileNames: '[name].d.cts',
          chunkFileNames: ({ name }) => `shared-${name.replace(/\.d$/, '')}.d.cts`,
          // Merged into an entry, another one's declarations would count as types that it exports.
          experimentalMinChunkSize: 1,
        },
      );
      await bundle(
        {
          input: inputs(modules, 'd.ts'),
          plugins: [declaredByEntries(), dts(), exactExports(values)],
        },
        { format: 'es', entryFileNames: '[name].d.ts' },
      );
      declareModules();
      // As npm makes it where it installs the package: CMake calls it by its path.
      chmodSync(dist('cli.js'), 0o755);
      copyFileSync(inRoot('ts', 'sim', 'sim.schema.json'), dist('sim.schema.json'));
      copyFileSync(inRoot('ts', 'sandbox', 'policy.schema.json'), dist('policy.schema.json'));
    },
  };
}
