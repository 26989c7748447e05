import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { GpioSim } from '../../support/gpio-sim.js';
import { type Chips, chipSizes, type Level } from './meaning.js';

/** What every loop requests lines as; those of the old /sys/class/gpio cannot say. */
const consumer = /\b(bench|sysfs)\b/;

/** The chips on gpio-sim, with the log of ioctl-log.c. Needs a kernel that has no other GPIO chips. */
export class SimChips implements Chips {
  readonly #sim: GpioSim;
  readonly #log: string;

  /** @param log the file to be named in IOCTL_LOG. */
  constructor(log: string) {
    this.#log = log;
    writeFileSync(log, '');
    const banks = chipSizes.map((lines) => ({
      lines,
      names: Object.fromEntries(
        Array.from({ length: Math.min(lines, 64) }, (_, offset) => [offset, `GPIO${offset}`]),
      ),
    }));
    this.#sim = new GpioSim({ banks });
    for (const chip of chipSizes.keys()) {
      const name = this.#sim.chipNameOf(chip);
      if (name === `gpiochip${chip}`) continue;
      this.#sim.dispose();
      throw new Error(`chip ${chip} is called ${name}: this kernel has GPIO chips of its own`);
    }
  }

  pull(chip: number, offset: number, level: Level): void {
    this.#sim.pull(offset, level === 1 ? 'up' : 'down', chip);
  }

  settle(): Promise<void> {
    // Some ticks of the clock: the threads of interrupts come before any program then.
    return new Promise((resolve) => setTimeout(resolve, 50));
  }

  level(chip: number, offset: number): Level {
    return this.#sim.value(offset, chip);
  }

  held(chip: number): number[] {
    const text = readFileSync('/sys/kernel/debug/gpio', 'utf8');
    const section = text.split('\n\n').find((each) => each.trim().startsWith(`gpiochip${chip}:`));
    if (section === undefined) throw new Error(`debugfs does not list gpiochip${chip}`);
    const lines = section.split('\n').filter((line) => line.startsWith(' gpio-'));
    return [...lines.entries()].filter(([, line]) => consumer.test(line)).map(([offset]) => offset);
  }

  ioctls(): string[] {
    const lines = readFileSync(this.#log, 'utf8').split('\n').slice(0, -1);
    truncateSync(this.#log);
    // Only values have bits.
    return lines.map((line) => (/^[gs]et /.test(line) ? line : line.replace(/ 0$/, '')));
  }

  [Symbol.dispose](): void {
    this.#sim.dispose();
  }
}
