import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { transform } from 'esbuild';
import { inRoot } from '../support/root.js';
import { bundleForBrowser, bundlerId } from './browser.js';
import { binaryenId, optimise } from './compile.js';
import type { Stage } from './stage.js';

const require = createRequire(import.meta.url);

const source = 'ts/playground';
const output = 'dist/playground';
const asyncified = 'build/gpio-tools-asyncify.wasm';

/** The imports of the tools that may wait. */
const waitingImports = [
  'gpio_host_v1.poll',
  'gpio_host_v1.read',
  'wasi_snapshot_preview1.fd_read',
  'wasi_snapshot_preview1.poll_oneoff',
];

/** The program examples, as they run on a Raspberry Pi too. */
const examples = readdirSync(inRoot(source, 'examples')).map((name) => `examples/${name}`);

const copied = ['index.html', ...examples];

/** In this order: what comes later overrides. */
const styles = ['theme', 'base', 'page', 'board', 'scope', 'program', 'terminal', 'narrow'];
const licences = ['LGPL-2.1-or-later', 'GPL-2.0-or-later', 'MIT-musl', 'MIT-browser_wasi_shim'];

/** Everything that there is in the folder. */
const files = [
  ...['page.js', 'machine.js', 'libgpiod.wasm', 'gpio-tools.wasm', 'gpio-tools-asyncify.wasm'],
  'style.css',
  ...copied,
  ...licences.map((name) => `LICENSES/${name}.txt`),
];

/** What a build before this one has left. */
function removeOthers(): void {
  for (const entry of readdirSync(inRoot(output), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.includes(relative(inRoot(output), path))) rmSync(path);
  }
}

async function writeStyle(): Promise<void> {
  const parts = styles.map((name) => readFileSync(inRoot(source, 'style', `${name}.css`), 'utf8'));
  const { code } = await transform(parts.join('\n'), { loader: 'css', minify: true });
  writeFileSync(inRoot(output, 'style.css'), code);
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

/** The tools for browsers that cannot suspend WebAssembly by themselves. */
export function asyncifiedToolsStage(): Stage {
  return {
    name: 'gpio-tools-asyncify.wasm',
    inputs: ['dist/gpio-tools.wasm', 'scripts/build/playground.ts'],
    outputs: [asyncified],
    key: binaryenId,
    async run() {
      const tools = readFileSync(inRoot('dist/gpio-tools.wasm'));
      const waiting = `--pass-arg=asyncify-imports@${waitingImports.join(',')}`;
      writeFileSync(inRoot(asyncified), optimise(tools, ['--asyncify', waiting, '-Oz']));
    },
  };
}

/** dist/playground: the page, in a folder that any web server can serve as it is. */
export function playgroundStage(): Stage {
  return {
    name: 'playground',
    inputs: [
      'ts',
      'dist/gpio-tools.wasm',
      'dist/libgpiod.wasm',
      asyncified,
      'LICENSE',
      'scripts/build/browser.ts',
      'scripts/build/playground.ts',
    ],
    outputs: files.map((name) => `${output}/${name}`),
    key: bundlerId,
    async run() {
      mkdirSync(inRoot(output, 'examples'), { recursive: true });
      for (const name of ['page', 'machine']) {
        await bundleForBrowser(`${source}/${name}.ts`, `${output}/${name}.js`);
      }
      await writeStyle();
      for (const name of copied) cpSync(inRoot(source, name), inRoot(output, name));
      for (const name of ['libgpiod.wasm', 'gpio-tools.wasm']) {
        cpSync(inRoot('dist', name), inRoot(output, name));
      }
      cpSync(inRoot(asyncified), inRoot(output, basename(asyncified)));
      copyLicences();
      removeOthers();
    },
  };
}
