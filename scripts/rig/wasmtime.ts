import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../build/upstream.js';
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

/**
 * An environment of Python in the cache with what wasm/examples/wasmtime needs, hashes verified. Made the
 * first time, found without any network from then on.
 *
 * @throws WasmtimeMissingError where it cannot be had.
 */
export async function wasmtimePython(): Promise<WasmtimePython> {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const cache = join(cacheFolder(), 'wasmtime');
  const folder = join(cache, hash);
  const found = { folder, program: join(folder, 'bin', 'python') };
  if (existsSync(found.program)) return found;

  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'install-'));
  try {
    const newEnough =
      "import sys; sys.exit(sys.version_info < (3, 10) and 'Python 3.10 is needed')";
    await runCommand('python3', ['-c', newEnough]);
    await runCommand('python3', ['-m', 'venv', work]);
    const options = ['--disable-pip-version-check', '--quiet', '--only-binary', ':all:'];
    const install = ['install', ...options, '--require-hashes', '--requirement', requirements];
    await runCommand(join(work, 'bin', 'python'), ['-m', 'pip', ...install]);
    // Complete before it gets its name. Its programs know the old one, but for python.
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'On Debian: sudo apt-get install python3-venv';
    throw new WasmtimeMissingError(`${said}\n${remedy}`, { cause });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return found;
}
