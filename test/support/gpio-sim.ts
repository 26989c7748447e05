import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const configfs = '/sys/kernel/config/gpio-sim';
const driver = '/sys/bus/platform/drivers/gpio-sim';

/** A line that the kernel itself holds while the chip lives. */
export interface SimHog {
  readonly offset: number;
  /** The consumer shown for the line. */
  readonly name: string;
  readonly direction: 'input' | 'output-high' | 'output-low';
}

/** One gpiochip of a simulated device. */
export interface SimBankOptions {
  /** How many lines. 8 by default. */
  readonly lines?: number;
  /** The chip's label. Chosen by the kernel by default. */
  readonly label?: string;
  /** Line names by offset. */
  readonly names?: Readonly<Record<number, string>>;
  readonly hogs?: readonly SimHog[];
  /** Offsets of lines that nobody can request. */
  readonly reserved?: readonly number[];
}

/** A simulated device: one bank described by its own fields, or several. */
export interface SimOptions extends SimBankOptions {
  /** The banks, in place of the bank fields beside. */
  readonly banks?: readonly SimBankOptions[];
}

let created = 0;

/**
 * A device of the kernel's gpio-sim driver, made through configfs: needs root and a mounted
 * configfs. It stays until `dispose` is called.
 */
export class GpioSim {
  readonly #folder: string;
  readonly #banks: number;

  constructor(options: SimOptions = {}) {
    const banks = options.banks ?? [options];
    created += 1;
    this.#folder = join(configfs, `libgpiod-wasm-${process.pid}-${created}`);
    this.#banks = banks.length;
    mkdirSync(this.#folder);
    for (const [index, bank] of banks.entries()) this.#describe(index, bank);
    this.setLive(true);
  }

  #describe(index: number, bank: SimBankOptions): void {
    const folder = this.#bankFolder(index);
    const line = (offset: number): string => {
      const path = join(folder, `line${offset}`);
      mkdirSync(path, { recursive: true });
      return path;
    };
    mkdirSync(folder);
    writeFileSync(join(folder, 'num_lines'), String(bank.lines ?? 8));
    if (bank.label !== undefined) writeFileSync(join(folder, 'label'), bank.label);
    for (const [offset, name] of Object.entries(bank.names ?? {})) {
      writeFileSync(join(line(Number(offset)), 'name'), name);
    }
    for (const { offset, name, direction } of bank.hogs ?? []) {
      const hog = join(line(offset), 'hog');
      mkdirSync(hog);
      writeFileSync(join(hog, 'name'), name);
      writeFileSync(join(hog, 'direction'), direction);
    }
    for (const offset of bank.reserved ?? []) writeFileSync(join(line(offset), 'valid'), '0');
  }

  #bankFolder(bank: number): string {
    if (!(bank >= 0 && bank < this.#banks)) throw new RangeError(`no bank ${bank}`);
    return join(this.#folder, `bank${bank}`);
  }

  #attribute(offset: number, name: string, bank: number): string {
    const device = join('/sys/devices/platform', this.devName, this.chipNameOf(bank));
    return join(device, `sim_gpio${offset}`, name);
  }

  /** Name of the platform device, such as "gpio-sim.0". */
  get devName(): string {
    return readFileSync(join(this.#folder, 'dev_name'), 'utf8').trim();
  }

  /** Name of the first bank's chip in /dev, such as "gpiochip0". */
  get chipName(): string {
    return this.chipNameOf(0);
  }

  /** Path of the first bank's chip, such as "/dev/gpiochip0". */
  get chipPath(): string {
    return join('/dev', this.chipName);
  }

  /** Name in /dev of one bank's chip. */
  chipNameOf(bank: number): string {
    return readFileSync(join(this.#bankFolder(bank), 'chip_name'), 'utf8').trim();
  }

  /** Drives a line from outside, through the simulated pull resistor. */
  pull(offset: number, direction: 'up' | 'down', bank = 0): void {
    writeFileSync(this.#attribute(offset, 'pull', bank), `pull-${direction}`);
  }

  /** The physical level of a line, 0 or 1, as seen from outside. */
  value(offset: number, bank = 0): 0 | 1 {
    return readFileSync(this.#attribute(offset, 'value', bank), 'utf8').trim() === '1' ? 1 : 0;
  }

  /** Whether the device exists. The kernel refuses with EBUSY while a chip of it is open. */
  get live(): boolean {
    return readFileSync(join(this.#folder, 'live'), 'utf8').trim() === '1';
  }

  /** Makes the device or takes it away. */
  setLive(live: boolean): void {
    writeFileSync(join(this.#folder, 'live'), live ? '1' : '0');
  }

  /** Takes the driver off the device: the chips vanish under whoever has them open. */
  unbind(): void {
    writeFileSync(join(driver, 'unbind'), this.devName);
  }

  /** Puts the driver back: the chips appear anew. */
  bind(): void {
    writeFileSync(join(driver, 'bind'), this.devName);
  }

  /** Removes the device for good. Does nothing the second time. */
  dispose(): void {
    if (!existsSync(this.#folder)) return;
    if (this.live) this.setLive(false);
    for (let bank = 0; bank < this.#banks; bank += 1) {
      const folder = this.#bankFolder(bank);
      if (!existsSync(folder)) continue;
      for (const entry of readdirSync(folder)) {
        if (!entry.startsWith('line')) continue;
        const line = join(folder, entry);
        if (existsSync(join(line, 'hog'))) rmdirSync(join(line, 'hog'));
        rmdirSync(line);
      }
      rmdirSync(folder);
    }
    rmdirSync(this.#folder);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
