import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from '../support/root.js';
import {
  binaryenId,
  compile,
  compilerInput,
  compilerInputs,
  libraryObjects,
  link,
  optimise,
} from './compile.js';
import type { Stage } from './stage.js';
import { type Files, type Toolchain, toolchain } from './toolchain.js';
import { sourceFolder, sourceVersion } from './upstream.js';

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  writeFileSync(inRoot(path), bytes);
}

/**
 * The reactor is optimised as a whole: calls of its own would make up half of what a value costs to
 * read or set. Engines carry out memory.fill by calling C, which takes longer than to clear one value.
 */
const reactorFlags = [
  // The values of a sequence's steps are kept for later: guest/descriptor.c.
  '-DGPIO_GUEST_CAPTURE',
  '-flto',
  '-mcpu=mvp',
  '-mmutable-globals',
  '-msign-ext',
  '-mnontrapping-fptoint',
];

/**
 * V8 counts the bytes that a function runs through, and optimises it when they are 1.8 million: for what
 * is done a thousand times, and then never again, that would be a waste of memory. So what makes requests
 * stays in short functions.
 */
const requestFlags = ['-Os', '-fno-inline'];
const optimiserFlags = ['-O3', '--one-caller-inline-max-function-size=60', '--converge'];

const programOnly = new Set(['program.o', 'strerror.o']);

function functionExports(wasm: Uint8Array): string[] {
  return WebAssembly.Module.exports(new WebAssembly.Module(new Uint8Array(wasm)))
    .filter(({ kind, name }) => kind === 'function' && name.startsWith('gpiod_'))
    .map(({ name }) => name);
}

async function buildReactor(chain: Toolchain, input: Files): Promise<Uint8Array> {
  const library = await libraryObjects(chain, input, reactorFlags, requestFlags);
  // An allocator has to be told from one that is called: LLVM takes malloc and memset for a calloc.
  const own = [...reactorFlags, '-fno-builtin'];
  const objects = new Map([
    ...[...library].filter(([name]) => !programOnly.has(name)),
    ...(await compile(chain, input, ['guest/reactor.c', 'guest/allocator.c'], own)),
  ]);
  const flags = [
    '-mexec-model=reactor',
    '-Wl,-z,stack-size=65536,--stack-first',
    // Room for a thousand requests: memory that grows slows down all typed arrays of the process in V8.
    // What is not touched takes no memory.
    '-Wl,--initial-memory=1048576',
    '-lc-printscan-no-floating-point',
    // Upstream finds each line of a request by searching it: with 64 lines that is most of what a call
    // takes, and half as much where the loop is unrolled. Without the option none with two exits is.
    '-Wl,-mllvm,-unroll-runtime-multi-exit',
  ];
  // What upstream marks as its API is what its objects leave visible; the linker adds internals of
  // its own to a dynamic export, so the functions are asked for by name in a second link.
  const visible = await link(chain, objects, [...flags, '-Wl,--export-dynamic']);
  const names = [...functionExports(visible), 'malloc', 'free'];
  const exported = names.map((name) => `-Wl,--export=${name}`);
  const linked = await link(chain, objects, [...flags, ...exported]);
  return optimise(linked, optimiserFlags);
}

/**
 * What programs include: upstream's header, ours for those that wait for descriptors, and the host ABI
 * for those that do without libgpiod.
 */
const headers = {
  'gpiod.h': `${sourceFolder}/include`,
  'gpio_program.h': 'wasm/guest/include',
  'gpio_guest.h': 'wasm/guest/include',
  'gpio_host.h': 'wasm',
};

/** The SDK's files that nobody compiles. */
function writeSdk(): void {
  for (const [name, folder] of Object.entries(headers)) {
    write(`dist/sdk/include/${name}`, readFileSync(inRoot(folder, name)));
  }
  for (const [folder, name] of [
    ['', 'wasm32-libgpiod.cmake'],
    ['lib/cmake/libgpiod/', 'libgpiod-config.cmake'],
  ] as const) {
    write(`dist/sdk/${folder}${name}`, readFileSync(inRoot('wasm/sdk', name)));
  }
  const pkgConfig = readFileSync(inRoot('wasm/sdk/libgpiod.pc'), 'utf8');
  const text = pkgConfig.replace('@VERSION@', sourceVersion());
  write('dist/sdk/lib/pkgconfig/libgpiod.pc', new TextEncoder().encode(text));
}

/** libgpiod.wasm and the SDK. */
export function libgpiodStage(): Stage {
  const chain = toolchain();
  return {
    name: 'libgpiod.wasm',
    inputs: [...compilerInputs, 'wasm/sdk', 'scripts/build/libgpiod.ts'],
    outputs: [
      'dist/libgpiod.wasm',
      'dist/sdk/lib/libgpiod.a',
      'dist/sdk/lib/pkgconfig/libgpiod.pc',
      'dist/sdk/lib/cmake/libgpiod/libgpiod-config.cmake',
      'dist/sdk/wasm32-libgpiod.cmake',
      ...Object.keys(headers).map((name) => `dist/sdk/include/${name}`),
    ],
    key: `${chain.id} ${binaryenId}`,
    async run() {
      const input = compilerInput();
      write('dist/libgpiod.wasm', await buildReactor(chain, input));
      // For size: it becomes a part of every plugin, and of the tools.
      const library = await libraryObjects(chain, input, ['-Os']);
      const members = [...library.keys()].sort();
      const archive = await chain.run('ar', ['rcsD', 'libgpiod.a', ...members], library);
      write('dist/sdk/lib/libgpiod.a', archive.get('libgpiod.a') ?? new Uint8Array());
      writeSdk();
    },
  };
}
