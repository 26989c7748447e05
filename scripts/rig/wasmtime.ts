import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../support/cache.js';
import { runCommand } from '../support/command.js';
import { inRoot } from '../support/root.js';

const requirements = inRoot('wasm', 'examples', 'wasmtime', 'requirements.txt');

/** A Python that has the package wasmtime. */
export interface WasmtimePython {
  /** Its environment, with all that pip has installed. */
  readonly folder: string;
  readonly program: string;
}

/** Thrown where there is no Python to make an environment with, or pip cannot fetch the package. */
export class WasmtimeMissingError extends Error {}

/** Its programs know the folder by the name that it has now, but for python. */
async function install(folder: string): Promise<void> {
  const newEnough = "import sys; sys.exit(sys.version_info < (3, 10) and 'Python 3.10 is needed')";
  await runCommand('python3', ['-c', newEnough]);
  await runCommand('python3', ['-m', 'venv', folder]);
  const options = ['--disable-pip-version-check', '--quiet', '--only-binary', ':all:'];
  const packages = ['--require-hashes', '--requirement', requirements];
  await runCommand(join(folder, 'bin', 'python'), [
    '-m',
    'pip',
    'install',
    ...options,
    ...packages,
  ]);
}

/**
 * An environment of Python in the cache with what wasm/examples/wasmtime needs, hashes verified. Made the
 * first time, found without any network from then on.
 *
 * @throws WasmtimeMissingError where it cannot be had.
 */
export async function wasmtimePython(): Promise<WasmtimePython> {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  try {
    const folder = await cached(join('wasmtime', hash), install);
    return { folder, program: join(folder, 'bin', 'python') };
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'On Debian: sudo apt-get install python3-venv';
    throw new WasmtimeMissingError(`${said}\n${remedy}`, { cause });
  }
}
