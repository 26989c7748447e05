import { readFileSync } from 'node:fs';
import { commands, runLLVM, type Tree } from '@yowasp/clang';
import { inRoot } from '../support/root.js';
import type { AstNode } from './ast.js';

/** gpiod.h and the kernel's gpio.h with what they include, as clang's virtual `inc` folder. */
export function upstreamHeaders(): Record<string, string> {
  const text = (...parts: string[]): string => readFileSync(inRoot(...parts), 'utf8');
  return {
    'gpiod.h': text('libgpiod', 'source', 'include', 'gpiod.h'),
    'gpio.h': text('libgpiod', 'source', 'lib', 'uapi', 'gpio.h'),
    'linux/const.h': text('wasm', 'guest', 'include', 'linux', 'const.h'),
    'linux/ioctl.h': text('wasm', 'guest', 'include', 'linux', 'ioctl.h'),
    'linux/types.h': text('wasm', 'guest', 'include', 'linux', 'types.h'),
  };
}

function toTree(files: Record<string, string>): Tree {
  const tree: Tree = {};
  for (const [path, text] of Object.entries(files)) {
    const folders = path.split('/');
    const name = folders.pop() ?? path;
    let here = tree;
    for (const folder of folders) {
      here[folder] ??= {};
      here = here[folder] as Tree;
    }
    here[name] = text;
  }
  return tree;
}

/** Runs the pinned clang on `main` as the guest is compiled, and returns what it prints. */
async function clang(flags: string[], main: string, headers: Record<string, string>) {
  const out: Uint8Array[] = [];
  const errors: Uint8Array[] = [];
  const into = (list: Uint8Array[]) => (bytes: Uint8Array | null) => {
    if (bytes !== null) list.push(bytes.slice());
  };
  const args = ['--target=wasm32-wasip1', '-std=gnu23', '-Iinc', ...flags, 'main.c'];
  // Without a command this loads the compiler, quietly; the commands would report progress.
  await runLLVM(undefined, {}, { fetchProgress: () => {} });
  try {
    await commands.clang(
      args,
      { inc: toTree(headers), 'main.c': main },
      { stdout: into(out), stderr: into(errors) },
    );
  } catch (cause) {
    const said = Buffer.concat(errors).toString();
    throw new Error(`clang ${args.join(' ')} failed:\n${said}`, { cause });
  }
  return Buffer.concat(out).toString();
}

/** The translation unit `main` as clang's JSON AST, comments included. */
export async function parseC(main: string, headers: Record<string, string>): Promise<AstNode> {
  const flags = ['-fsyntax-only', '-fparse-all-comments', '-Xclang', '-ast-dump=json'];
  return JSON.parse(await clang(flags, main, headers)) as AstNode;
}

/** Names of the object-like macros with a body that `header` itself defines, in its order. */
export async function macroNames(
  header: string,
  headers: Record<string, string>,
): Promise<string[]> {
  const names: string[] = [];
  let inHeader = false;
  const output = await clang(['-E', '-dD'], `#include "${header}"\n`, headers);
  for (const line of output.split('\n')) {
    const [word, name, body] = line.split(' ', 3);
    // A line marker: # LINE "FILE" FLAGS
    if (word === '#') inHeader = body === `"inc/${header}"`;
    if (!inHeader || word !== '#define') continue;
    if (name !== undefined && !name.includes('(') && body !== undefined && body !== '') {
      names.push(name);
    }
  }
  return names;
}
