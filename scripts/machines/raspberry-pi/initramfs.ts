import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const DIRECTORY = 0o040755;
const PROGRAM = 0o100755;
const CHARACTER_DEVICE = 0o020600;

const nothing = Buffer.alloc(0);

/** A root folder for a kernel to start with, in the "newc" format that the kernel's documentation describes. */
export class Initramfs {
  readonly #fd: number;
  readonly #directories = new Set<string>();
  #entries = 0;

  /** @param file the archive to be written. */
  constructor(file: string) {
    this.#fd = openSync(file, 'w');
    // Without it, the first process has no standard output.
    this.#write('dev', DIRECTORY, nothing);
    this.#write('dev/console', CHARACTER_DEVICE, nothing, [5, 1]);
  }

  #write(path: string, mode: number, data: Buffer, [major, minor] = [0, 0]): void {
    this.#entries += 1;
    const name = Buffer.from(`${path}\0`);
    const [owner, group, links, time, device] = [0, 0, 1, 0, 0];
    const fields = [this.#entries, mode, owner, group, links, time, data.length, device, device];
    const numbers = [...fields, major, minor, name.length, 0];
    const header = `070701${numbers.map((one = 0) => one.toString(16).padStart(8, '0')).join('')}`;
    for (const part of [Buffer.concat([Buffer.from(header), name]), data]) {
      writeSync(this.#fd, part);
      writeSync(this.#fd, Buffer.alloc(-part.length & 3));
    }
  }

  /** Adds an empty folder with those it lies in, where they are not there yet. */
  addDirectory(path: string): void {
    const above = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    if (above !== '') this.addDirectory(above);
    if (this.#directories.has(path)) return;
    this.#directories.add(path);
    this.#write(path, DIRECTORY, nothing);
  }

  /** Adds a file, which may be run, or a folder with all that is in it. */
  add(path: string, source: string): void {
    if (statSync(source).isDirectory()) {
      this.addDirectory(path);
      for (const name of readdirSync(source)) this.add(`${path}/${name}`, join(source, name));
      return;
    }
    const above = path.lastIndexOf('/');
    if (above > 0) this.addDirectory(path.slice(0, above));
    this.#write(path, PROGRAM, readFileSync(source));
  }

  /** Completes the file. */
  close(): void {
    this.#write('TRAILER!!!', 0, nothing);
    closeSync(this.#fd);
  }
}
