import { decodeUtf8 } from '../kernel/utf8.js';
import type { GpioDevice } from './gpio-device.js';
import { SimLine } from './sim-line.js';

/** A simulated chip, from outside. */
export class SimChip {
  readonly #device: GpioDevice;
  readonly #onUnplug: () => void;
  /** By offset. */
  readonly lines: readonly SimLine[];

  /** @internal Made by SimKernel.plug(). */
  constructor(device: GpioDevice, onUnplug: () => void) {
    this.#device = device;
    this.#onUnplug = onUnplug;
    this.lines = device.descs.map((desc) => new SimLine(desc));
  }

  /** The N of /dev/gpiochipN. */
  get number(): number {
    return this.#device.number;
  }

  /** 'gpiochip0' */
  get name(): string {
    return this.#device.name;
  }

  /** '/dev/gpiochip0' */
  get path(): string {
    return `/dev/${this.name}`;
  }

  get label(): string {
    return decodeUtf8(this.#device.label);
  }

  /** Throws RangeError for an offset that the chip does not have. */
  line(offset: number): SimLine {
    const line = this.lines[offset];
    if (line === undefined) {
      throw new RangeError(`${this.name} has lines 0 to ${this.lines.length - 1}, not ${offset}`);
    }
    return line;
  }

  get unplugged(): boolean {
    return this.#device.gone;
  }

  /**
   * Takes the chip away, wires included. Programs that have it open get ENODEV and POLLHUP, and its
   * number stays taken until they close it. Does nothing the second time.
   */
  unplug(): void {
    if (this.#device.gone) return;
    this.#device.clock.catchUp();
    this.#onUnplug();
    this.#device.remove();
  }
}
