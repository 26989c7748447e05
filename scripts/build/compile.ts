import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { inRoot } from '../support/root.js';
import { pinnedVersion } from './stage.js';
import type { Files, Toolchain } from './toolchain.js';
import { sourceFolder, sourceVersion } from './upstream.js';

const require = createRequire(import.meta.url);

/** The optimiser's part of a stage's key. */
export const binaryenId = `binaryen ${pinnedVersion('binaryen')}`;

const target = '--target=wasm32-wasip1';
const compileFlags = [target, '-O2', '-fvisibility=hidden', '-Wall', '-Wextra', '-Werror'];

/** Where each folder of the project lies in the compiler's own, so that no path of ours is recorded. */
const includeFlags = ['-Iguest/include', '-Iguest', '-Ilibgpiod/include', '-Ilibgpiod/lib'];

/** The guest's objects that go into libgpiod.a; the others belong to one wasm only. */
const archiveGuest = ['errno.c', 'descriptor.c', 'poll.c', 'path.c', 'program.c', 'strerror.c'];

/** The stage inputs of everything that is compiled from {@link compilerInput}. */
export const compilerInputs = [
  'wasm/gpio_host.h',
  'wasm/guest',
  sourceFolder,
  'scripts/build/compile.ts',
  'scripts/build/toolchain.ts',
];

function addFolder(files: Files, from: string, to: string): void {
  for (const entry of readdirSync(inRoot(from), { withFileTypes: true })) {
    if (entry.isDirectory()) addFolder(files, `${from}/${entry.name}`, `${to}/${entry.name}`);
    else if (/\.[ch]$/.test(entry.name)) {
      files.set(`${to}/${entry.name}`, readFileSync(inRoot(from, entry.name)));
    }
  }
}

/** Every C file and header that a wasm build can need, laid out as the include flags expect. */
export function compilerInput(): Files {
  const files: Files = new Map();
  addFolder(files, `${sourceFolder}/lib`, 'libgpiod/lib');
  addFolder(files, `${sourceFolder}/tools`, 'libgpiod/tools');
  addFolder(files, `${sourceFolder}/include`, 'libgpiod/include');
  addFolder(files, 'wasm/guest', 'guest');
  files.set('guest/include/gpio_host.h', readFileSync(inRoot('wasm/gpio_host.h')));
  return files;
}

/** Compiles C files of `input` (paths in it); the objects come back by name, `chip.o`. */
export async function compile(
  chain: Toolchain,
  input: Files,
  sources: readonly string[],
  flags: readonly string[],
): Promise<Files> {
  const args = [...compileFlags, ...includeFlags, ...flags, '-c', ...sources];
  const objects = await chain.run('clang', args, input);
  return new Map([...objects].map(([path, bytes]) => [basename(path), bytes]));
}

/** The flags for upstream's own files. They are not written with -Wextra in mind for this target. */
export function upstreamFlags(include: string): string[] {
  return [
    `-DGPIOD_VERSION_STR="${sourceVersion()}"`,
    '-include',
    include,
    '-Wno-unused-parameter',
    '-Wno-sign-compare',
  ];
}

export async function link(
  chain: Toolchain,
  objects: Files,
  flags: readonly string[],
): Promise<Uint8Array> {
  const names = [...objects.keys()].sort();
  const output = await chain.run(
    'clang',
    [target, '-O2', ...names, ...flags, '-Wl,--strip-all', '-o', 'out.wasm'],
    objects,
  );
  const wasm = output.get('out.wasm');
  if (wasm === undefined) throw new Error('the linker wrote nothing');
  return wasm;
}

/** Binaryen's wasm-opt. */
export function optimise(wasm: Uint8Array, flags: readonly string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-'));
  try {
    const [input, output] = [join(folder, 'in.wasm'), join(folder, 'out.wasm')];
    writeFileSync(input, wasm);
    const wasmOpt = join(dirname(require.resolve('binaryen/package.json')), 'bin', 'wasm-opt');
    const features = ['--enable-bulk-memory', '--enable-sign-ext', '--enable-mutable-globals'];
    const args = [
      wasmOpt,
      input,
      ...features,
      '--enable-nontrapping-float-to-int',
      ...flags,
      '-o',
      output,
    ];
    const result = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`wasm-opt failed:\n${result.stderr}`);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Upstream's files that are at work where lines are requested, but not where they are used. */
const requesting = /\/(chip|line-config)\.c$/;

/**
 * libgpiod and the guest's objects for it, as one set of flags makes them; `forRequests` are those that
 * what makes requests has besides.
 */
export async function libraryObjects(
  chain: Toolchain,
  input: Files,
  flags: readonly string[],
  forRequests: readonly string[] = [],
): Promise<Files> {
  const upstream = [...input.keys()]
    .filter((path) => /^libgpiod\/lib\/[^/]+\.c$/.test(path))
    .sort();
  const guest = archiveGuest.map((name) => `guest/${name}`);
  const own = [...upstreamFlags('gpio_libgpiod.h'), ...flags];
  const rare = upstream.filter((path) => requesting.test(path));
  const others = upstream.filter((path) => !rare.includes(path));
  return new Map([
    ...(await compile(chain, input, others, own)),
    ...(await compile(chain, input, rare, [...own, ...forRequests])),
    ...(await compile(chain, input, guest, flags)),
  ]);
}
