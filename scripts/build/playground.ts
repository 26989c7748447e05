import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { transform } from 'esbuild';
import { type Plugin, rollup } from 'rollup';
import { binaryenId, optimise } from './compile.js';
import { inRoot, pinnedVersion, type Stage } from './stage.js';

const require = createRequire(import.meta.url);

const source = 'ts/playground';
const output = 'dist/playground';

/** What a browser has to be to open the playground: modules in workers, private fields, top-level await. */
const target = ['chrome111', 'firefox114', 'safari16.4'];

/** The imports of the tools that may wait. */
const waitingImports = [
  'gpio_host_v1.poll',
  'gpio_host_v1.read',
  'wasi_snapshot_preview1.fd_read',
  'wasi_snapshot_preview1.poll_oneoff',
];

/** The program examples, as they run on a Raspberry Pi too. */
const examples = readdirSync(inRoot(source, 'examples')).map((name) => `examples/${name}`);

const pages = ['index.html', 'style.css', ...examples];
const licences = ['LGPL-2.1-or-later', 'GPL-2.0-or-later', 'MIT-musl', 'MIT-browser_wasi_shim'];

/** Reads our modules where they are and packages where npm put them, and leaves types out. */
function typescript(): Plugin {
  return {
    name: 'typescript',
    resolveId(name, importer) {
      if (importer === undefined) return null;
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
      const options = { minify: true, target, legalComments: 'none' } as const;
      return { code: (await transform(code, options)).code, map: null };
    },
  };
}

async function bundle(entry: string, file: string): Promise<void> {
  const build = await rollup({
    input: inRoot(source, entry),
    plugins: [typescript(), minified()],
    onwarn(warning) {
      throw new Error(`rollup: ${warning.message}`);
    },
  });
  await build.write({ file: inRoot(output, file), format: 'es', generatedCode: 'es2015' });
  await build.close();
}

/** The tools for browsers that cannot suspend WebAssembly by themselves. */
function asyncified(): Uint8Array {
  return optimise(readFileSync(inRoot('dist/gpio-tools.wasm')), [
    '--asyncify',
    `--pass-arg=asyncify-imports@${waitingImports.join(',')}`,
    '-Oz',
  ]);
}

function copyLicences(): void {
  const folder = inRoot(output, 'LICENSES');
  mkdirSync(folder, { recursive: true });
  cpSync(inRoot('LICENSE'), join(folder, 'LGPL-2.1-or-later.txt'));
  for (const name of ['GPL-2.0-or-later', 'MIT-musl']) {
    cpSync(inRoot('LICENSES', `${name}.txt`), join(folder, `${name}.txt`));
  }
  const shim = dirname(dirname(require.resolve('@bjorn3/browser_wasi_shim')));
  cpSync(join(shim, 'LICENSE-MIT'), join(folder, 'MIT-browser_wasi_shim.txt'));
}

/** dist/playground: the page, in a folder that any web server can serve as it is. */
export function playgroundStage(): Stage {
  return {
    name: 'playground',
    inputs: [
      'ts',
      'dist/gpio-tools.wasm',
      'dist/libgpiod.wasm',
      'LICENSE',
      'scripts/build/playground.ts',
    ],
    outputs: [
      ...['page.js', 'machine.js', 'libgpiod.wasm', 'gpio-tools.wasm', 'gpio-tools-asyncify.wasm'],
      ...pages,
      ...licences.map((name) => `LICENSES/${name}.txt`),
    ].map((name) => `${output}/${name}`),
    key: `rollup ${pinnedVersion('rollup')}, esbuild ${pinnedVersion('esbuild')}, ${binaryenId}`,
    async run() {
      rmSync(inRoot(output), { recursive: true, force: true });
      mkdirSync(inRoot(output, 'examples'), { recursive: true });
      await bundle('page.ts', 'page.js');
      await bundle('machine.ts', 'machine.js');
      for (const name of pages) cpSync(inRoot(source, name), inRoot(output, name));
      for (const name of ['libgpiod.wasm', 'gpio-tools.wasm']) {
        cpSync(inRoot('dist', name), inRoot(output, name));
      }
      writeFileSync(inRoot(output, 'gpio-tools-asyncify.wasm'), asyncified());
      copyLicences();
    },
  };
}
