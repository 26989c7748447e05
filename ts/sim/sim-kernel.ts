import { ERRNO } from '../kernel/errno.js';
import { FileTree } from '../kernel/file-tree.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import type { FdWatch, HostCalls, Kernel, KernelTime } from '../kernel/kernel.js';
import { ChipFile } from './chip-file.js';
import type { ChipOptions, HogOptions } from './chip-options.js';
import type { Clock } from './clock.js';
import { DescriptorTable, type OpenHandle } from './descriptor-table.js';
import { GpioDevice } from './gpio-device.js';
import { ACTIVE_LOW } from './line-flags.js';
import { NullFile } from './null-file.js';
import type { OpenFile } from './open-file.js';
import { RealClock } from './real-clock.js';
import { simCalls } from './sim-calls.js';
import { SimChip } from './sim-chip.js';
import type { SimLine } from './sim-line.js';
import { nameBytes } from './struct-bytes.js';
import { Wiring } from './wiring.js';

/** The character device number of GPIO chips, which Linux allocates as it boots. */
const GPIO_MAJOR = 254;
const GPIO_SUBSYSTEM = '/sys/bus/gpio';

/** How to make a {@link SimKernel}. */
export interface SimKernelOptions {
  /** The time it runs by: a RealClock by default. */
  readonly clock?: Clock;
}

/**
 * A kernel in memory: GPIO chips that behave as Linux's do, down to each errno, on any platform. It
 * follows Linux 7.2 without CONFIG_GPIO_CDEV_V1 and CONFIG_HTE, with the gpio-sim driver's chips.
 *
 * A guest's blocking `read` and `poll` sleep until time brings what they wait for: a timeout, or the
 * end of a debounce period. Since nothing else can happen in one thread, one that could never end
 * fails with -EDEADLK, as does one in a browser's main thread, which may not sleep.
 */
export class SimKernel implements Kernel {
  readonly name = 'sim';
  readonly clock: Clock;
  readonly time: KernelTime | undefined;
  readonly #files = new FileTree();
  readonly #descriptors = new DescriptorTable();
  readonly #devices = new Map<number, GpioDevice>();
  readonly #chips = new Map<number, SimChip>();
  readonly #wiring = new Wiring();

  constructor(options: SimKernelOptions = {}) {
    const { clock = new RealClock() } = options;
    this.clock = clock;
    this.time = clock instanceof RealClock ? undefined : clock;
    this.#files.add('/dev/null', { type: 'device', major: 1, minor: 3 });
    this.#files.add('/proc/self/comm', { type: 'file' });
    this.#files.add('/sys/class/mem', { type: 'folder', entries: new Map() });
    this.#files.add('/sys/dev/char/1:3/subsystem', { type: 'link', target: '/sys/class/mem' });
    this.#files.add(`${GPIO_SUBSYSTEM}/devices`, { type: 'folder', entries: new Map() });
  }

  /** The chips that are plugged in, by number. */
  get chips(): readonly SimChip[] {
    return [...this.#chips.values()].sort((a, b) => a.number - b.number);
  }

  /** What guests have open: nothing, where a test has cleaned up after itself. */
  get openHandles(): readonly OpenHandle[] {
    return this.#descriptors.open;
  }

  /** True while a watch is about to tell a guest's program of something. */
  get pending(): boolean {
    return this.#descriptors.pending;
  }

  /** Plugs a chip in, under the lowest number that is free. */
  plug(options: ChipOptions = {}): SimChip {
    const { lines = 8, label, names = {}, hogs = [], reserved = [], floating } = options;
    let number = 0;
    while (this.#devices.has(number)) number += 1;
    const device = new GpioDevice({
      number,
      label: label ?? `gpio-sim.${number}-node0`,
      lines,
      names,
      reserved: new Set(reserved),
      holds: floating === 'held',
      wiring: this.#wiring,
      clock: this.clock,
      onRelease: () => this.#devices.delete(number),
    });
    this.#devices.set(number, device);
    for (const hog of hogs) takeHog(device, hog);
    const paths = this.#register(device);
    const chip = new SimChip(device, () => {
      this.#chips.delete(number);
      for (const path of paths) this.#files.remove(path);
    });
    this.#chips.set(number, chip);
    return chip;
  }

  #register(device: GpioDevice): string[] {
    const { name, number } = device;
    const home = `/sys/devices/platform/gpio-sim.${number}/${name}`;
    const nodes = {
      [`/dev/${name}`]: { type: 'device', major: GPIO_MAJOR, minor: number },
      [`${home}/subsystem`]: { type: 'link', target: GPIO_SUBSYSTEM },
      [`/sys/dev/char/${GPIO_MAJOR}:${number}`]: { type: 'link', target: home },
      [`${GPIO_SUBSYSTEM}/devices/${name}`]: { type: 'link', target: home },
    } as const;
    for (const [path, node] of Object.entries(nodes)) this.#files.add(path, node);
    return [...Object.keys(nodes), `/sys/devices/platform/gpio-sim.${number}`];
  }

  /** Makes a symbolic link, as udev does: `symlink('/dev/gpiochip4', 'gpiochip0')`. */
  symlink(path: string, target: string): void {
    this.#files.add(path, { type: 'link', target });
  }

  /** Removes a symbolic link. Does nothing where there is none. */
  unlink(path: string): void {
    const found = this.#files.find(path, false);
    if (typeof found === 'object' && found.node.type === 'link') this.#files.remove(path);
  }

  /**
   * Wires two lines of any chips together, with all they are wired to already: an output drives the
   * other's input; open drains make a wired-AND; where two outputs fight, 0 wins and both lines
   * are `contended`. Of several pulls, the one turned last holds. Unplugging a chip cuts its wires.
   */
  wire(a: SimLine, b: SimLine): void {
    this.clock.catchUp();
    this.#wiring.connect(a.pin, b.pin);
  }

  attach(memory: GuestMemory): HostCalls {
    return simCalls(
      {
        clock: this.clock,
        files: this.#files,
        descriptors: this.#descriptors,
        openFile: (path) => this.#open(path),
      },
      memory,
    );
  }

  devices(): readonly string[] {
    return this.#files.list('/dev');
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    return this.#descriptors.watch(fd, onReady);
  }

  #open(path: string): OpenFile | number {
    const found = this.#files.find(path, true);
    if (typeof found === 'number') return found;
    const { node } = found;
    if (node.type === 'folder') return -ERRNO.EISDIR;
    if (node.type !== 'device' || node.major !== GPIO_MAJOR) return new NullFile(found.path);
    const device = this.#devices.get(node.minor);
    if (device === undefined) return -ERRNO.ENXIO;
    return new ChipFile(device, found.path, (file) => this.#descriptors.add(file));
  }
}

/** Requests a line for the kernel itself. */
function takeHog(device: GpioDevice, { offset, name, direction, activeLow }: HogOptions): void {
  const desc = device.descs[offset];
  desc?.request(name === undefined ? undefined : nameBytes(name));
  desc?.configure(activeLow === true ? ACTIVE_LOW : 0);
  if (direction === 'input') desc?.setInput();
  else desc?.setOutput(direction === 'output-high' ? 1 : 0);
}
