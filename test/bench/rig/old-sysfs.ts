import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = '/sys/class/gpio';
const cpuinfo = '/proc/cpuinfo';
const offset = 5;

/** The number that the kernel counts a chip's lines from, since Linux 6.6 at least 512. */
function baseOf(chip: number): number {
  const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8').trim();
  const label = text(`chip${chip}`, 'label');
  const counted = readdirSync(folder).find(
    (name) => name.startsWith('gpiochip') && text(name, 'label') === label,
  );
  if (counted === undefined) throw new Error(`${folder} has no numbers for ${label}`);
  return Number(text(counted, 'base'));
}

/**
 * Shows line 5 of chip 0 as older kernels did on a Raspberry Pi, to programs that know no other numbers:
 * as /sys/class/gpio/gpio5, exported. What it leads to are the kernel's own files of gpio-sim's line.
 * Needs root, in a machine that is not to be kept.
 */
export class OldSysfs {
  readonly #number: string;
  readonly #files: string;

  constructor() {
    this.#number = `${baseOf(0) + offset}`;
    writeFileSync(join(folder, 'export'), this.#number);
    const line = realpathSync(join(folder, `gpio${this.#number}`));
    this.#files = mkdtempSync(join(tmpdir(), 'old-sysfs-'));
    symlinkSync(line, join(this.#files, `gpio${offset}`));
    for (const name of ['export', 'unexport']) writeFileSync(join(this.#files, name), '');
    const pi = join(this.#files, 'cpuinfo');
    writeFileSync(pi, 'Revision\t: a02082\n');
    execFileSync('mount', ['--bind', pi, cpuinfo]);
    execFileSync('mount', ['--bind', this.#files, folder]);
  }

  [Symbol.dispose](): void {
    for (const path of [folder, cpuinfo]) execFileSync('umount', [path]);
    writeFileSync(join(folder, 'unexport'), this.#number);
    rmSync(this.#files, { recursive: true });
  }
}
