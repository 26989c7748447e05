import { readFileSync } from 'node:fs';
import { type Policy, parsePolicy } from '../sandbox/policy.js';

const WASM = [0, 0x61, 0x73, 0x6d];

/** What the user asks for by its name. Throws Error in words of the command line. */
function readNamed(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
    if (code === 'ENOENT') throw new Error(`there is no file '${path}'`, { cause });
    if (code === 'EISDIR') throw new Error(`'${path}' is a folder`, { cause });
    throw cause;
  }
}

/** A plugin's module. */
export function readModule(path: string): Uint8Array {
  const bytes = readNamed(path);
  if (WASM.some((byte, i) => bytes[i] !== byte)) {
    const remedy = /\.(c|cc|cpp|cxx)$/.test(path) ? ": 'libgpiod-wasm cc' makes one of it" : '';
    throw new Error(`'${path}' is no WebAssembly module${remedy}`);
  }
  return bytes;
}

/** A policy. Throws Error that says where in the file it is wrong. */
export function readPolicy(path: string): Policy {
  const text = readNamed(path).toString();
  try {
    return parsePolicy(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(`${path}: ${error.message}`, { cause: error });
  }
}
