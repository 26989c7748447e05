import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/support/root.js';
import { node, type Packed, pack, temporaryFolder } from './npm.js';

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Every path in a part of package.json; what a pattern such as './dist/sdk/*' means is listed below. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('*') ? [] : [value.replace(/^\.\//, '')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

/** Addons of other machines are made by `npm run build:prebuilds`. */
const addons = ['arm', 'arm64', 'ia32', 'riscv64', 'x64']
  .map((arch) => `dist/host/linux-${arch}.node`)
  .filter((file) => file.includes(`-${process.arch}.`) || existsSync(inRoot(file)));

const others = [
  'CHANGELOG.md',
  'LICENSE',
  'LICENSES/GPL-2.0-or-later.txt',
  'LICENSES/MIT-browser_wasi_shim.txt',
  'LICENSES/MIT-musl.txt',
  'README.md',
  'dist/gpio-tools.wasm',
  'dist/libgpiod.wasm',
  'dist/sdk/include/gpio_guest.h',
  'dist/sdk/include/gpio_host.h',
  'dist/sdk/include/gpio_program.h',
  'dist/sdk/include/gpiod.h',
  'dist/sdk/lib/cmake/libgpiod/libgpiod-config.cmake',
  'dist/sdk/lib/libgpiod.a',
  'dist/sdk/lib/pkgconfig/libgpiod.pc',
  'dist/sdk/wasm32-libgpiod.cmake',
  'libgpiod/upstream.json',
];

/** Loaded by their URL. */
const located = ['dist/sandbox-worker.js', 'dist/trace.cjs'];

/** What a bundle imports from its siblings. */
function siblings(file: string): string[] {
  if (!/\.(js|cjs|d\.ts|d\.cts)$/.test(file)) return [];
  const code = readFileSync(inRoot(file), 'utf8');
  return [...code.matchAll(/['"]\.\/([^'"]+)['"]/g)].map(([, name]) => `dist/${name}`);
}

/** Declarations name the module that they describe. */
function declarationOf(file: string): string {
  return file.replace(/\.js$/, '.d.ts').replace(/\.cjs$/, '.d.cts');
}

/** The entries of package.json and, file by file, all that they import. */
function bundles(): string[] {
  const { bin, exports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Manifest;
  const found = new Set([...pathsIn(bin), ...pathsIn(exports), ...located]);
  for (const file of found) {
    for (const imported of siblings(file)) {
      found.add(/\.d\.c?ts$/.test(file) ? declarationOf(imported) : imported);
    }
  }
  return [...found];
}

describe('the package', () => {
  let packed: Packed;
  let tarball: string;

  beforeAll(() => {
    const { folder, remove } = temporaryFolder();
    packed = pack('--pack-destination', folder);
    tarball = join(folder, packed.filename);
    return remove;
  });

  it('ships its entries, what they import, and exactly these files beside', () => {
    const files = new Set([...bundles(), ...addons, ...others]);
    expect(packed.files.map((file) => file.path).sort()).toEqual([...files].sort());
  });

  it('has no string that goes on in a second line, which bundlers would indent', () => {
    const scripts = packed.files.filter(({ path }) => /\.c?js$/.test(path));
    const broken = scripts.filter(({ path }) => /\\$/m.test(readFileSync(inRoot(path), 'utf8')));
    expect(broken).toEqual([]);
  });

  it('has declarations that TypeScript 5.6 reads: no array of bytes takes a type', () => {
    const names = packed.files.map((file) => file.path).filter((path) => /\.d\.c?ts$/.test(path));
    const code = names.map((name) => readFileSync(inRoot(name), 'utf8'));
    expect(code.length).toBeGreaterThan(0);
    expect(code.join('').match(/\b\w*\d+Array</g)).toBeNull();
  });

  it('satisfies publint, suggestions included', async () => {
    const { messages, pkg } = await publint({ pkgDir: inRoot(), level: 'suggestion', pack: false });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has declarations that every way of importing finds', () => {
    const attw = inRoot('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
    const output = ['--format', 'ascii', '--no-emoji', '--no-color'];
    // Browsers know no CommonJS.
    const chosen = ['--profile', 'node16', '--exclude-entrypoints', 'browser'];
    const { status, stdout, stderr } = node([attw, tarball, ...chosen, ...output], inRoot());
    expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
  });
});
