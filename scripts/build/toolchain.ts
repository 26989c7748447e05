import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commands, Exit, runLLVM, type Tree } from '@yowasp/clang';
import { pinnedVersion } from './stage.js';

/** Files of one compiler run by their relative path. */
export type Files = Map<string, Uint8Array>;

export type Tool = 'clang' | 'ar';

/** A compiler for wasm32-wasip1 with WASI's libc. */
export interface Toolchain {
  /** Part of the build's cache key. */
  readonly id: string;
  /**
   * Runs a tool in a folder that holds `input`, and returns the files that it wrote there. Throws
   * with the tool's own messages where it fails.
   */
  run(tool: Tool, args: readonly string[], input: Files): Promise<Files>;
}

function toTree(files: Files): Tree {
  const tree: Tree = {};
  for (const [path, bytes] of files) {
    const parts = path.split('/');
    const name = parts.pop() ?? path;
    let folder = tree;
    for (const part of parts) {
      folder[part] ??= {};
      folder = folder[part] as Tree;
    }
    folder[name] = bytes;
  }
  return tree;
}

function fromTree(tree: Tree, prefix = '', files: Files = new Map()): Files {
  for (const [name, value] of Object.entries(tree)) {
    if (value instanceof Uint8Array) files.set(prefix + name, value);
    else if (typeof value === 'string') files.set(prefix + name, new TextEncoder().encode(value));
    else fromTree(value, `${prefix}${name}/`, files);
  }
  return files;
}

function newFiles(all: Files, input: Files): Files {
  return new Map([...all].filter(([path]) => !input.has(path)));
}

function failure(tool: Tool, args: readonly string[], messages: string): Error {
  return new Error(`${tool} failed:\n${messages}\n  arguments: ${args.join(' ')}`);
}

/** npm's @yowasp/clang: clang, wasm-ld, llvm-ar and wasi-libc as one package, itself WebAssembly. */
function yowasp(): Toolchain {
  return {
    id: `@yowasp/clang ${pinnedVersion('@yowasp/clang')}`,
    async run(tool, args, input) {
      let messages = '';
      const decoder = new TextDecoder();
      const collect = (bytes: Uint8Array | null): void => {
        if (bytes !== null) messages += decoder.decode(bytes, { stream: true });
      };
      // Without a command this loads the compiler, quietly; the commands would report progress.
      await runLLVM(undefined, {}, { fetchProgress: () => {} });
      try {
        const tree = await commands[tool]([...args], toTree(input), {
          stdout: collect,
          stderr: collect,
        });
        if (messages !== '') process.stderr.write(messages);
        return newFiles(fromTree(tree ?? {}), input);
      } catch (error) {
        if (error instanceof Exit) throw failure(tool, args, messages);
        throw error;
      }
    },
  };
}

function readFolder(folder: string, prefix = '', files: Files = new Map()): Files {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) readFolder(path, `${prefix}${name}/`, files);
    else files.set(prefix + name, readFileSync(path));
  }
  return files;
}

/** A wasi-sdk installed on this machine. */
function wasiSdk(sdk: string): Toolchain {
  const programs: Record<Tool, string> = { clang: 'clang', ar: 'llvm-ar' };
  const program = (tool: Tool): string => join(sdk, 'bin', programs[tool]);
  const version = spawnSync(program('clang'), ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) {
    throw new Error(
      `WASI_SDK_PATH is ${sdk}, but ${program('clang')} does not run. ` +
        'Point it at an unpacked wasi-sdk, or unset it to use the compiler from npm.',
    );
  }
  return {
    id: `wasi-sdk ${version.stdout.split('\n')[0]}`,
    async run(tool, args, input) {
      const folder = mkdtempSync(join(tmpdir(), 'libgpiod-wasm-'));
      try {
        for (const [path, bytes] of input) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), bytes);
        }
        const result = spawnSync(program(tool), args, { cwd: folder, encoding: 'utf8' });
        if (result.status !== 0) throw failure(tool, args, result.stderr);
        if (result.stderr !== '') process.stderr.write(result.stderr);
        return newFiles(readFolder(folder), input);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** WASI_SDK_PATH's compiler where it is set, else the one from npm. */
export function toolchain(): Toolchain {
  const sdk = process.env.WASI_SDK_PATH;
  return sdk ? wasiSdk(sdk) : yowasp();
}
