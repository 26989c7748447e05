import type { Kernel } from '../../ts/kernel/kernel.js';
import type { SimBankOptions } from '../support/gpio-sim.js';

/** A chip to be made for a test: what gpio-sim can make. */
export type ChipOptions = SimBankOptions;

/** A chip and its other side, where buttons are pushed and meters attached. */
export interface TestChip {
  /** The kernel's name, such as 'gpiochip0'. */
  readonly name: string;
  /** Its device, such as '/dev/gpiochip0'. */
  readonly path: string;
  /**
   * Pulls a line from outside, 'down' at first. An input's level follows at once; the edge events of it
   * are certain to be there after {@link Machine.settle}.
   */
  pull(offset: number, direction: 'up' | 'down'): void;
  /** The physical level of a line. */
  level(offset: number): 0 | 1;
  /** Makes the chip vanish under whoever has it open, as when the driver is unbound. */
  unplug(): void;
  /** Removes the chip; nobody may have it open any more. Does nothing the second time. */
  dispose(): void;
}

/** A path that leads to another. */
export interface TestLink {
  readonly path: string;
  remove(): void;
}

/**
 * A kernel, and what is done to it from outside. The conformance suites know nothing else: what runs on
 * Linux's gpio-sim runs on any other machine. Chips that are none of the suites' may be there as well.
 */
export interface Machine {
  /** For the titles of the suites. */
  readonly name: string;
  /** The kernel that libgpiod is loaded on. */
  readonly kernel: Kernel;
  createChip(options?: ChipOptions): TestChip;
  /** Returns when the kernel has dealt with all pulls so far: their events can be read. */
  settle(): void | Promise<void>;
  /**
   * The kernel's clock in nanoseconds, not later than now. What it says may be a millisecond old: time
   * of day is not finer in JavaScript.
   */
  clockNs(clock: 'monotonic' | 'realtime'): bigint;
  /** What this process has open of GPIO chips and line requests: one entry for each descriptor. */
  openFiles(): readonly string[];
  /** Paths that are no GPIO chips. */
  readonly paths: {
    readonly missing: string;
    readonly folder: string;
    readonly regularFile: string;
    /** A character device of another kind. */
    readonly otherDevice: string;
  };
  /** Makes a symbolic link to a device. */
  link(target: string): TestLink;
  /** Gives up everything. Nothing of the machine may be used any more. */
  dispose(): void;
}
