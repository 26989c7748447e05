import { mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chip } from '../../ts/api/chip.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { linuxKernel } from '../../ts/kernel/linux.js';
import { loadSync } from '../../ts/load.js';
import { GpioSim } from '../support/gpio-sim.js';
import type { ChipOptions, Machine, TestChip } from './machine.js';

/** How the links in /proc/self/fd name GPIO files. */
const gpioFile = /^\/dev\/gpiochip|^anon_inode:\[?gpio-/;

/** Every open GPIO file of this process, as '12 -> /dev/gpiochip0'. */
export function openGpioFiles(): string[] {
  const files: string[] = [];
  for (const fd of readdirSync('/proc/self/fd')) {
    let target: string;
    try {
      target = readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      continue; // The descriptor by which the folder itself was read.
    }
    if (gpioFile.test(target)) files.push(`${fd} -> ${target}`);
  }
  return files;
}

/**
 * A line whose edges tell that the kernel has dealt with all earlier ones. gpio-sim raises its
 * interrupts some time after a pull, at the next timer tick where the machine has nothing better; one
 * more edge of another chip comes no earlier than those before it.
 */
class Pacemaker {
  readonly #sim = new GpioSim({ lines: 1, label: 'pacemaker' });
  readonly #chip: Chip;
  readonly #request: LineRequest;
  readonly fds: readonly number[];
  #up = false;

  constructor() {
    this.#chip = loadSync().openChip(this.#sim.chipPath);
    this.#request = this.#chip.requestLines({ lines: { 0: { direction: 'input', edge: 'both' } } });
    this.fds = [this.#chip.fd, this.#request.fd];
  }

  async beat(): Promise<void> {
    this.#up = !this.#up;
    this.#sim.pull(0, this.#up ? 'up' : 'down');
    await this.#request.waitEdgeEvent();
    this.#request.readEdgeEvents();
  }

  stop(): void {
    this.#request.release();
    this.#chip.close();
    this.#sim.dispose();
  }
}

/**
 * The kernel of this machine, with chips of its gpio-sim driver. Needs root, but only once a test runs:
 * tests are listed on any machine.
 */
export class GpioSimMachine implements Machine {
  readonly name = 'gpio-sim of Linux';
  #pacemaker: Pacemaker | undefined;
  #folder: string | undefined;
  readonly paths = {
    missing: '/dev/gpiochip-that-is-missing',
    folder: '/dev',
    regularFile: '/proc/self/comm',
    otherDevice: '/dev/null',
  };
  #links = 0;

  get kernel(): Kernel {
    return linuxKernel();
  }

  createChip(options: ChipOptions = {}): TestChip {
    const sim = new GpioSim(options);
    return {
      name: sim.chipName,
      path: sim.chipPath,
      pull: (offset, direction) => sim.pull(offset, direction),
      level: (offset) => sim.value(offset),
      unplug: () => sim.unbind(),
      dispose: () => sim.dispose(),
    };
  }

  settle(): Promise<void> {
    this.#pacemaker ??= new Pacemaker();
    return this.#pacemaker.beat();
  }

  clockNs(clock: 'monotonic' | 'realtime'): bigint {
    return clock === 'monotonic' ? process.hrtime.bigint() : BigInt(Date.now()) * 1_000_000n;
  }

  openFiles(): readonly string[] {
    const own = (this.#pacemaker?.fds ?? []).map((fd) => `${fd} ->`);
    return openGpioFiles().filter((file) => !own.some((prefix) => file.startsWith(prefix)));
  }

  link(target: string): { path: string; remove(): void } {
    this.#links += 1;
    this.#folder ??= mkdtempSync(join(tmpdir(), 'libgpiod-wasm-'));
    const path = join(this.#folder, `link${this.#links}`);
    symlinkSync(target, path);
    return { path, remove: () => unlinkSync(path) };
  }

  dispose(): void {
    this.#pacemaker?.stop();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true });
  }
}
