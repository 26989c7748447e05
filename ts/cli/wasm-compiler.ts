import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sdkFolder } from '../assets.js';

/** Where the SDK lies in the file tree of the compiler from npm. */
const SDK = 'libgpiod-sdk';
const sdkFiles = [
  'include/gpiod.h',
  'include/gpio_program.h',
  'include/gpio_guest.h',
  'lib/libgpiod.a',
];
const headers = new Set(['.h', '.hh', '.hpp', '.inc']);

const REMEDY =
  "There is no compiler for WebAssembly: run 'npm install @yowasp/clang' in this folder (clang and " +
  'a C library for WASI as one package), or set WASI_SDK_PATH to an unpacked wasi-sdk.';

/** A file tree as @yowasp/clang takes it. */
interface Tree {
  [name: string]: Tree | string | Uint8Array;
}

type Command = (
  args: string[],
  files: Tree,
  options: Record<string, unknown>,
) => Promise<Tree> | Tree | undefined;

interface Yowasp {
  readonly commands: Readonly<Record<string, Command>>;
  readonly runLLVM: (args: undefined, files: Tree, options: object) => Promise<unknown> | unknown;
}

/** What a compiler was asked to do. */
export interface Compilation {
  /** For clang. `-o` is among them. */
  readonly args: readonly string[];
  /** Files among the arguments, relative to the folder. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** The folder that all paths start from. */
  readonly folder: string;
  /** Gets what the compiler says. */
  readonly messages: (text: string) => void;
}

function flags(sdk: string): { before: string[]; after: string[] } {
  return {
    before: [
      '--target=wasm32-wasip1',
      '-O2',
      '-D_GNU_SOURCE',
      `-I${sdk}/include`,
      '-include',
      'gpio_program.h',
    ],
    after: [`${sdk}/lib/libgpiod.a`, '-Wl,-z,stack-size=131072,--stack-first'],
  };
}

/** Compiling alone takes no library. */
function clangArgs({ args }: Compilation, sdk: string): string[] {
  const { before, after } = flags(sdk);
  const links = !args.some((arg) => ['-c', '-S', '-E', '-fsyntax-only'].includes(arg));
  return [...before, ...args, ...(links ? after : [])];
}

function put(tree: Tree, path: string, bytes: Uint8Array): void {
  const names = path.split(sep);
  const last = names.pop() ?? path;
  let folder = tree;
  for (const name of names) {
    folder[name] ??= {};
    folder = folder[name] as Tree;
  }
  folder[last] = bytes;
}

/** The bytes of an output file in the compiler's file tree. */
function get(tree: Tree, path: string): Uint8Array | undefined {
  let found: Tree | string | Uint8Array | undefined = tree;
  for (const name of path.split(sep)) {
    found = typeof found === 'object' && !(found instanceof Uint8Array) ? found[name] : undefined;
  }
  return found instanceof Uint8Array ? found : undefined;
}

function inside(folder: string, path: string): string {
  const found = relative(folder, resolve(folder, path));
  if (found.startsWith('..') || found === '') {
    throw new Error(
      `${path} is not inside of ${folder}: the compiler from npm sees only this folder`,
    );
  }
  return found;
}

/** The inputs, and the headers that lie beside them or where -I says. */
function sourceTree({ folder, inputs, args }: Compilation): Tree {
  const tree: Tree = {};
  for (const name of sdkFiles) put(tree, join(SDK, name), readFileSync(sdkFile(name)));
  const included = args.filter((arg) => arg.startsWith('-I') && arg.length > 2);
  const folders = new Set([
    ...inputs.map((path) => dirname(inside(folder, path))),
    ...included.map((arg) => inside(folder, arg.slice(2))),
  ]);
  for (const each of folders) {
    if (!existsSync(join(folder, each))) continue;
    for (const name of readdirSync(join(folder, each))) {
      const path = join(each, name);
      const wanted = headers.has(extname(name)) && statSync(join(folder, path)).isFile();
      if (wanted) put(tree, path, readFileSync(join(folder, path)));
    }
  }
  for (const path of inputs) {
    const name = inside(folder, path);
    put(tree, name, readFileSync(join(folder, name)));
  }
  return tree;
}

function sdkFile(name: string): string {
  return join(fileURLToPath(sdkFolder()), name);
}

/** The compiler from npm, installed for the user's folder or beside this package. */
async function yowasp(folder: string): Promise<Yowasp | undefined> {
  for (const base of [join(folder, 'package.json'), fileURLToPath(import.meta.url)]) {
    let found: string;
    try {
      found = createRequire(base).resolve('@yowasp/clang');
    } catch {
      continue;
    }
    return (await import(pathToFileURL(found).href)) as Yowasp;
  }
  return undefined;
}

async function runYowasp(compiler: Yowasp, compilation: Compilation): Promise<number> {
  const decoder = new TextDecoder();
  const collect = (bytes: Uint8Array | null): void => {
    if (bytes !== null) compilation.messages(decoder.decode(bytes, { stream: true }));
  };
  const tree = sourceTree(compilation);
  // Without a command this loads the compiler, quietly; the commands would report progress.
  await compiler.runLLVM(undefined, {}, { fetchProgress: () => {} });
  const clang = compilation.inputs.some((path) => /\.(cc|cpp|cxx)$/.test(path))
    ? 'clang++'
    : 'clang';
  const output = inside(compilation.folder, compilation.output);
  let result: Tree;
  try {
    const run = compiler.commands[clang];
    const args = clangArgs(compilation, SDK);
    result = (await run?.(args, tree, { stdout: collect, stderr: collect })) ?? {};
  } catch (error) {
    // It throws its own Exit where a C compiler would end with a status.
    if (error instanceof Error && 'code' in error && typeof error.code === 'number')
      return error.code;
    throw error;
  }
  const bytes = get(result, output);
  if (bytes === undefined) return 1;
  const path = join(compilation.folder, output);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return 0;
}

function runWasiSdk(sdk: string, compilation: Compilation): number {
  const program = join(sdk, 'bin', 'clang');
  const args = clangArgs(compilation, fileURLToPath(sdkFolder()).replace(/\/$/, ''));
  const result = spawnSync(program, args, { cwd: compilation.folder, encoding: 'utf8' });
  if (result.error !== undefined) {
    throw new Error(
      `WASI_SDK_PATH is ${sdk}, but ${program} does not run: point it at an unpacked wasi-sdk`,
      { cause: result.error },
    );
  }
  compilation.messages(result.stdout + result.stderr);
  return result.status ?? 1;
}

/**
 * Compiles and links C for plugins. Returns the compiler's exit status.
 *
 * @throws Error where there is no compiler; it says what to install.
 */
export async function compileForWasm(compilation: Compilation): Promise<number> {
  const sdk = process.env.WASI_SDK_PATH;
  if (sdk) return runWasiSdk(sdk, compilation);
  const compiler = await yowasp(compilation.folder);
  if (compiler === undefined) throw new Error(REMEDY);
  return runYowasp(compiler, compilation);
}
