import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Board } from './board.js';
import type { ChipDescription } from './operation.js';

const configfs = '/sys/kernel/config/gpio-sim';

let created = 0;

/** A gpio-sim chip with its lines' attributes held open: they are used a million times. */
class RigChip {
  readonly path: string;
  readonly lines: number;
  readonly #folder: string;
  readonly #folders: string[] = [];
  readonly #device: string;
  readonly #attributes = new Map<string, number>();
  readonly #value = Buffer.alloc(4);
  plugged = true;

  constructor(chip: ChipDescription) {
    created += 1;
    this.#folder = join(configfs, `differential-${process.pid}-${created}`);
    this.lines = chip.lines;
    this.#make(this.#folder);
    const bank = this.#make(this.#folder, 'bank0');
    writeFileSync(join(bank, 'num_lines'), String(chip.lines));
    writeFileSync(join(bank, 'label'), chip.label);
    const lines = new Map<number, string>();
    const line = (offset: number): string => {
      const folder = lines.get(offset) ?? this.#make(bank, `line${offset}`);
      lines.set(offset, folder);
      return folder;
    };
    for (const [offset, name] of Object.entries(chip.names)) {
      writeFileSync(join(line(Number(offset)), 'name'), name);
    }
    for (const offset of chip.reserved) writeFileSync(join(line(offset), 'valid'), '0');
    for (const { offset, name, direction, activeLow } of chip.hogs) {
      const hog = this.#make(line(offset), 'hog');
      writeFileSync(join(hog, 'name'), name ?? '?');
      writeFileSync(join(hog, 'direction'), direction);
      writeFileSync(join(hog, 'active_low'), activeLow ? '1' : '0');
    }
    writeFileSync(join(this.#folder, 'live'), '1');
    const text = (path: string): string => readFileSync(join(this.#folder, path), 'utf8').trim();
    const name = text('bank0/chip_name');
    this.path = `/dev/${name}`;
    this.#device = join('/sys/devices/platform', text('dev_name'), name);
  }

  #make(...names: string[]): string {
    const folder = join(...names);
    mkdirSync(folder);
    this.#folders.unshift(folder);
    return folder;
  }

  #attribute(line: number, name: string): number {
    const path = `sim_gpio${line}/${name}`;
    const fd = this.#attributes.get(path) ?? openSync(join(this.#device, path), 'r+');
    this.#attributes.set(path, fd);
    return fd;
  }

  pull(line: number, level: 0 | 1): void {
    writeSync(this.#attribute(line, 'pull'), level === 1 ? 'pull-up' : 'pull-down', 0);
  }

  level(line: number): number {
    readSync(this.#attribute(line, 'value'), this.#value, 0, 1, 0);
    return this.#value[0] === 0x31 ? 1 : 0;
  }

  unplug(): void {
    if (!this.plugged) return;
    this.plugged = false;
    for (const fd of this.#attributes.values()) closeSync(fd);
    writeFileSync(join(this.#folder, 'live'), '0');
    for (const folder of this.#folders) rmdirSync(folder);
  }
}

/** Chips of the kernel's gpio-sim driver. */
export class RigBoard implements Board {
  readonly #chips: RigChip[] = [];

  plug(slot: number, chip: ChipDescription): void {
    if (this.#chips[slot]?.plugged) return;
    this.#chips[slot] = new RigChip(chip);
  }

  unplug(slot: number): void {
    this.#chips[slot]?.unplug();
  }

  path(slot: number): string {
    return this.#chips[slot]?.path ?? '/dev/none';
  }

  pull(slot: number, line: number, level: 0 | 1): number {
    const chip = this.#chips[slot];
    if (chip === undefined || !chip.plugged || line >= chip.lines) return -1;
    chip.pull(line, level);
    return 0;
  }

  level(slot: number, line: number): number {
    const chip = this.#chips[slot];
    if (chip === undefined || !chip.plugged || line >= chip.lines) return -1;
    return chip.level(line);
  }

  dispose(): void {
    for (const chip of this.#chips) chip?.unplug();
  }
}
