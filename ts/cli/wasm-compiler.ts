import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { includeFolder, libraryFile } from '../sdk.js';
import { type ClangArguments, clangWords, pathsOf, type Rename } from './clang-arguments.js';
import { CompilerFiles, type Tree } from './compiler-files.js';

const REMEDY =
  "There is no compiler for WebAssembly: run 'npm install @yowasp/clang' in this folder (clang and " +
  'a C library for WASI as one package), or set WASI_SDK_PATH to an unpacked wasi-sdk.';

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
  readonly clang: ClangArguments;
  /** The folder that all paths start from. */
  readonly folder: string;
  /** Gets what the compiler writes to its standard output and error. */
  readonly print: (fd: 1 | 2, text: string) => void;
}

/** Clang's arguments, and what libgpiod adds to them. Compiling alone takes no library. */
function clangArgs({ clang }: Compilation, rename: Rename): string[] {
  const args = clangWords(clang.words, rename);
  const optimised = args.some((arg) => /^-(O|g)/.test(arg));
  const compile = [
    ...(optimised ? [] : ['-O2']),
    '-D_GNU_SOURCE',
    `-I${rename(includeFolder)}`,
    '-include',
    'gpio_program.h',
  ];
  const link = [rename(libraryFile), '-Wl,-z,stack-size=131072,--stack-first'];
  return [
    '--target=wasm32-wasip1',
    ...(clang.compiles ? compile : []),
    ...args,
    ...(clang.links && !args.includes('-r') ? link : []),
  ];
}

/** Files that are linked by a short name: -L DIR -l NAME. */
function libraries({ clang: { words }, folder }: Compilation): string[] {
  const names = words.flatMap(({ text }, i) => {
    if (!text.startsWith('-l')) return [];
    return text === '-l' ? [words[i + 1]?.text ?? ''] : [text.slice(2)];
  });
  return pathsOf(words, 'libraries').flatMap((path) =>
    names.map((name) => resolve(folder, path, `lib${name}.a`)),
  );
}

function filesFor(compilation: Compilation): CompilerFiles {
  const { words, compiles } = compilation.clang;
  const files = new CompilerFiles(compilation.folder);
  const inputs = pathsOf(words, 'input');
  for (const path of inputs) files.addFile(path);
  for (const path of [libraryFile, ...libraries(compilation)]) {
    if (files.has(path)) files.addFile(path);
  }
  for (const path of pathsOf(words, 'output')) files.addOutput(path);
  for (const path of pathsOf(words, 'dependencies')) files.addDependencies(path);
  if (compiles) {
    const program = join(includeFolder, 'gpio_program.h');
    const included = pathsOf(words, 'included').filter((path) => files.has(path));
    const folders = [includeFolder, ...pathsOf(words, 'headers')];
    files.addSources([...inputs, ...included, program], folders);
  }
  return files;
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
  const { clang } = compilation;
  const files = filesFor(compilation);
  const own = clang.compiles ? files.compileOptions : [];
  // An included file that is not here may lie where -I says.
  const rename: Rename = (path, kind) =>
    kind === 'included' && !files.has(path) ? path : files.name(path);
  const args = [...own, ...clangArgs(compilation, rename)];
  const said: Record<1 | 2, Uint8Array[]> = { 1: [], 2: [] };
  const stream =
    (fd: 1 | 2) =>
    (bytes: Uint8Array | null): void => {
      if (bytes !== null) said[fd].push(bytes.slice());
    };
  const options = { stdout: stream(1), stderr: stream(2), decodeASCII: false };
  // Without a command this loads the compiler, quietly; the commands would report progress.
  await compiler.runLLVM(undefined, {}, { fetchProgress: () => {} });
  try {
    const run = compiler.commands[clang.cxx ? 'clang++' : 'clang'];
    files.save((await run?.(args, files.tree, options)) ?? {});
    return 0;
  } catch (error) {
    // It throws its own Exit where a C compiler would end with a status.
    if (error instanceof Error && 'code' in error && typeof error.code === 'number')
      return error.code;
    throw error;
  } finally {
    for (const fd of [1, 2] as const) {
      const text = Buffer.concat(said[fd]).toString();
      if (text !== '') compilation.print(fd, files.text(text));
    }
  }
}

function runWasiSdk(sdk: string, compilation: Compilation): number {
  const program = join(sdk, 'bin', compilation.clang.cxx ? 'clang++' : 'clang');
  const args = clangArgs(compilation, (path) => path);
  const result = spawnSync(program, args, {
    cwd: compilation.folder,
    encoding: 'utf8',
    // -E may write megabytes; cut short, the compiler would seem not to run.
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (result.error !== undefined) {
    throw new Error(
      `WASI_SDK_PATH is ${sdk}, but ${program} does not run: point it at an unpacked wasi-sdk`,
      { cause: result.error },
    );
  }
  for (const [fd, text] of [
    [1, result.stdout],
    [2, result.stderr],
  ] as const) {
    if (text !== '') compilation.print(fd, text);
  }
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
