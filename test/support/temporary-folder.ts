import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A folder for one test, and named pipes in it, which Linux lets one descriptor both read and write. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(realpathSync(tmpdir()), 'libgpiod-wasm-'));

  join(...names: string[]): string {
    return join(this.path, ...names);
  }

  fifo(name: string): string {
    const path = this.join(name);
    execFileSync('mkfifo', [path]);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** Writes into a named pipe that somebody has open. */
export function write(path: string, text: string): void {
  const fd = openSync(path, 'r+');
  writeSync(fd, text);
  closeSync(fd);
}

/** To be called at the top of a file or inside describe(): each test gets a folder of its own. */
export function setUpFolder(): Pick<TemporaryFolder, 'path' | 'join' | 'fifo'> {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => folder.remove());

  return {
    get path() {
      return folder.path;
    },
    join: (...names) => folder.join(...names),
    fifo: (name) => folder.fifo(name),
  };
}
