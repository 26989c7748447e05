import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../scripts/build/stage.js';
import { node, type Packed, pack, temporaryFolder } from './npm.js';

/** Every file of the package. Addons of other machines are made by `npm run build:prebuilds`. */
const addons = ['arm', 'arm64', 'ia32', 'riscv64', 'x64']
  .map((arch) => `dist/host/linux-${arch}.node`)
  .filter((file) => file.includes(`-${process.arch}.`) || existsSync(inRoot(file)));

const files = [
  'CHANGELOG.md',
  'LICENSE',
  'LICENSES/GPL-2.0-or-later.txt',
  'LICENSES/MIT-musl.txt',
  'README.md',
  'dist/cli-kernel.js',
  'dist/cli-trace.js',
  'dist/cli.js',
  'dist/gpio-tools.wasm',
  ...addons,
  'dist/index.cjs',
  'dist/index.d.cts',
  'dist/index.d.ts',
  'dist/index.js',
  'dist/libgpiod.wasm',
  'dist/sdk/include/gpiod.h',
  'dist/sdk/lib/libgpiod.a',
  'libgpiod/upstream.json',
  'package.json',
];

describe('the package', () => {
  let packed: Packed;
  let tarball: string;

  beforeAll(() => {
    const { folder, remove } = temporaryFolder();
    packed = pack('--pack-destination', folder);
    tarball = join(folder, packed.filename);
    return remove;
  });

  it('ships exactly these files', () => {
    expect(packed.files.map((file) => file.path).sort()).toEqual(files.sort());
  });

  it('satisfies publint, suggestions included', async () => {
    const { messages, pkg } = await publint({ pkgDir: inRoot(), level: 'suggestion', pack: false });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has declarations that every way of importing finds', () => {
    const attw = inRoot('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
    const { status, stdout, stderr } = node(
      [attw, tarball, '--format', 'ascii', '--no-emoji', '--no-color'],
      inRoot(),
    );
    expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain('No problems found');
  });
});
