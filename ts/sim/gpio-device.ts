import type { Clock } from './clock.js';
import { GpioDesc } from './gpio-desc.js';
import { Pin } from './pin.js';
import { nameBytes } from './struct-bytes.js';
import type { Wiring } from './wiring.js';

/** Told of lines that are requested, released or reconfigured (gpio_v2_line_changed_type). */
export interface LineStateListener {
  lineChanged(desc: GpioDesc, type: number): void;
  /** The chip was unplugged. */
  unplugged(): void;
}

/** What a chip is made of. */
export interface GpioDeviceOptions {
  readonly number: number;
  readonly label: string;
  readonly lines: number;
  /** By offset; none, or empty, where a line has none. */
  readonly names: Readonly<Record<number, string>>;
  readonly reserved: ReadonlySet<number>;
  readonly holds: boolean;
  readonly wiring: Wiring;
  readonly clock: Clock;
  /** Called when the number is free again: the chip is gone, and so is its last user. */
  readonly onRelease: () => void;
}

/** A chip inside the kernel (struct gpio_device): it outlives its unplugging while it is in use. */
export class GpioDevice {
  readonly number: number;
  readonly label: Uint8Array;
  readonly descs: readonly GpioDesc[];
  readonly clock: Clock;
  readonly listeners = new Set<LineStateListener>();
  readonly #wiring: Wiring;
  readonly #onRelease: () => void;
  #users = 1;
  gone = false;

  constructor(options: GpioDeviceOptions) {
    this.number = options.number;
    this.label = nameBytes(options.label);
    this.clock = options.clock;
    this.#wiring = options.wiring;
    this.#onRelease = options.onRelease;
    this.descs = Array.from({ length: options.lines }, (_, offset) => {
      const pin = new Pin(offset, options.holds, options.wiring);
      return new GpioDesc(this, pin, options.names[offset] ?? '', !options.reserved.has(offset));
    });
  }

  get name(): string {
    return `gpiochip${this.number}`;
  }

  /** Another open file refers to the device. */
  hold(): void {
    this.#users += 1;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#onRelease();
  }

  notify(desc: GpioDesc, type: number): void {
    for (const listener of this.listeners) listener.lineChanged(desc, type);
  }

  /** Takes the hardware away. Whoever has the device open gets ENODEV from now on. */
  remove(): void {
    this.gone = true;
    for (const { pin } of this.descs) {
      pin.interrupt = undefined;
      pin.free();
      this.#wiring.disconnect(pin);
    }
    for (const listener of [...this.listeners]) listener.unplugged();
    this.release();
  }
}
