import { ERRNO } from '../kernel/errno.js';
import {
  gpio_v2_line_attr_id,
  gpio_v2_line_attribute,
  gpio_v2_line_changed_type,
  gpio_v2_line_info,
} from '../kernel/generated/uapi.js';
import type { GpioDevice } from './gpio-device.js';
import {
  ACTIVE_LOW,
  BIAS,
  BIAS_PULL_DOWN,
  BIAS_PULL_UP,
  DIRECTION,
  EVENT_CLOCK_REALTIME,
  INPUT,
  OPEN_DRAIN,
  OPEN_SOURCE,
  OUTPUT,
  USED,
} from './line-flags.js';
import type { Pin } from './pin.js';
import { clear, nameBytes, writeName } from './struct-bytes.js';
import type { Level } from './wiring.js';

const INFO = gpio_v2_line_info.members;
const ATTRIBUTE = gpio_v2_line_attribute.members;

/** What the kernel shows where a request gave no consumer. */
const NO_CONSUMER = nameBytes('?');

/** Flags that outlive a request. */
const KEPT = OUTPUT | EVENT_CLOCK_REALTIME;

/** One line as the kernel's GPIO library knows it (struct gpio_desc). */
export class GpioDesc {
  readonly device: GpioDevice;
  readonly pin: Pin;
  readonly offset: number;
  readonly name: Uint8Array;
  /** False of a reserved line, which cannot be requested. */
  readonly valid: boolean;
  /** Of gpio_v2_line_flag. OUTPUT may be set while the pin floats: open drain and open source. */
  flags = 0;
  requested = false;
  consumer: Uint8Array | undefined;
  debouncePeriodUs = 0;

  constructor(device: GpioDevice, pin: Pin, name: string, valid: boolean) {
    this.device = device;
    this.pin = pin;
    this.offset = pin.offset;
    this.name = nameBytes(name);
    this.valid = valid;
  }

  /** Takes the line for one user. Returns 0 or a negated errno. */
  request(consumer: Uint8Array | undefined): number {
    if (this.requested) return -ERRNO.EBUSY;
    if (!this.valid) return -ERRNO.EINVAL;
    this.requested = true;
    this.pin.request();
    this.flags = this.pin.output ? this.flags | OUTPUT : this.flags & ~OUTPUT;
    this.consumer = consumer ?? NO_CONSUMER;
    return 0;
  }

  /** Gives the line back. Does nothing once the chip is gone. */
  free(): void {
    if (this.device.gone || !this.requested) return;
    this.pin.free();
    this.flags &= KEPT;
    this.requested = false;
    this.consumer = undefined;
    this.debouncePeriodUs = 0;
    this.device.notify(this, gpio_v2_line_changed_type.RELEASED);
  }

  /** Takes over the flags of a configuration; without a direction, the line keeps its own. */
  configure(flags: number): void {
    let output = this.flags & OUTPUT;
    if ((flags & OUTPUT) !== 0) output = OUTPUT;
    else if ((flags & INPUT) !== 0) output = 0;
    this.flags = (flags & ~DIRECTION) | output;
  }

  setInput(): void {
    this.pin.setInput();
    this.flags &= ~OUTPUT;
    this.#setBias();
  }

  /** Makes the line an output, at a logical value. */
  setOutput(value: Level): void {
    const level = this.#invert(value);
    if (this.#floatsAt(level)) {
      this.setInput();
      this.flags |= OUTPUT;
      return;
    }
    this.#setBias();
    this.pin.setOutput(level);
    this.flags |= OUTPUT;
  }

  /** True of a line that sets a value by driving or floating, not by its driven level alone. */
  get singleEnded(): boolean {
    return (this.flags & (OPEN_DRAIN | OPEN_SOURCE)) !== 0;
  }

  /** Sets an output that is open drain or open source to a logical value. */
  setSingleEnded(value: Level): void {
    const level = this.#invert(value);
    if (this.#floatsAt(level)) this.pin.setInput();
    else this.pin.setOutput(level);
  }

  /** Sets an output's logical value, which the pin has yet to settle at. */
  drive(value: Level): void {
    this.pin.drive(this.#invert(value));
  }

  /** The logical value. */
  get value(): Level {
    return this.#invert(this.pin.level);
  }

  #invert(level: Level): Level {
    if ((this.flags & ACTIVE_LOW) === 0) return level;
    return level === 0 ? 1 : 0;
  }

  #floatsAt(level: Level): boolean {
    return (this.flags & (level === 1 ? OPEN_DRAIN : OPEN_SOURCE)) !== 0;
  }

  #setBias(): void {
    const bias = this.flags & BIAS;
    if (bias === BIAS_PULL_UP) this.pin.pull(1);
    else if (bias === BIAS_PULL_DOWN) this.pin.pull(0);
  }

  /** Writes a struct gpio_v2_line_info. */
  writeInfo(view: DataView, at: number): void {
    clear(view, at, gpio_v2_line_info.size);
    writeName(view, at + INFO.name.offset, INFO.name.size, this.name);
    if (this.consumer !== undefined) {
      writeName(view, at + INFO.consumer.offset, INFO.consumer.size, this.consumer);
    }
    view.setUint32(at + INFO.offset.offset, this.offset, true);
    const used = this.requested || !this.valid ? USED : 0;
    const direction = (this.flags & OUTPUT) === 0 ? INPUT : OUTPUT;
    view.setUint32(at + INFO.flags.offset, this.flags | used | direction, true);
    if (this.debouncePeriodUs === 0) return;
    view.setUint32(at + INFO.num_attrs.offset, 1, true);
    const attribute = at + INFO.attrs.offset;
    view.setUint32(attribute + ATTRIBUTE.id.offset, gpio_v2_line_attr_id.DEBOUNCE, true);
    const period = attribute + ATTRIBUTE.debounce_period_us.offset;
    view.setUint32(period, this.debouncePeriodUs, true);
  }
}
