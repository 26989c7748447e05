import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** This user's cache of what was downloaded or takes long to build. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'libgpiod-wasm');
}

/**
 * A folder of the cache, filled the first time that it is asked for. It gets its name when it is
 * complete, so that nobody sees half of it, and what fails half-way leaves nothing.
 *
 * @param path below the cache. What decides what comes in has to be part of it, such as a hash.
 */
export async function cached(
  path: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const finished = join(cacheFolder(), path);
  if (existsSync(finished)) return finished;
  mkdirSync(dirname(finished), { recursive: true });
  const work = mkdtempSync(`${finished}.part-`);
  try {
    await fill(work);
    renameSync(work, finished);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(finished)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return finished;
}

/** Has a folder of the cache filled anew the next time. */
export function forget(path: string): void {
  rmSync(join(cacheFolder(), path), { recursive: true, force: true });
}
