import { ERRNO } from '../kernel/errno.js';
import {
  GPIO_GET_CHIPINFO_IOCTL,
  GPIO_GET_LINEINFO_UNWATCH_IOCTL,
  GPIO_V2_GET_LINE_IOCTL,
  GPIO_V2_GET_LINEINFO_IOCTL,
  GPIO_V2_GET_LINEINFO_WATCH_IOCTL,
  gpio_v2_line_info,
  gpio_v2_line_info_changed,
  gpiochip_info,
} from '../kernel/generated/uapi.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import { POLLERR, POLLHUP, POLLIN, POLLRDNORM } from '../kernel/kernel.js';
import { isZero } from '../kernel/uapi.js';
import { EventFifo } from './event-fifo.js';
import type { GpioDesc } from './gpio-desc.js';
import type { GpioDevice, LineStateListener } from './gpio-device.js';
import { createLineRequest } from './line-request.js';
import { OpenFile } from './open-file.js';
import { nameBytes, writeName } from './struct-bytes.js';

/** How many info events wait for a reader before the kernel drops new ones. */
const EVENTS = 32;
const CHIP_INFO = gpiochip_info.members;
const LINE_INFO = gpio_v2_line_info.members;
const CHANGED = gpio_v2_line_info_changed.members;

/** An open /dev/gpiochipN. */
export class ChipFile extends OpenFile implements LineStateListener {
  readonly kind = 'chip';
  readonly description: string;
  readonly pollable = true;
  readonly #device: GpioDevice;
  readonly #install: (file: OpenFile) => number;
  readonly #watched = new Set<number>();
  readonly #events = new EventFifo(EVENTS, gpio_v2_line_info_changed.size);

  /** @param install - gives a new line request its descriptor. */
  constructor(device: GpioDevice, path: string, install: (file: OpenFile) => number) {
    super();
    this.#device = device;
    this.description = path;
    this.#install = install;
    device.hold();
    device.listeners.add(this);
  }

  ioctl(request: number, memory: GuestMemory, at: number): number {
    if (this.#device.gone) return -ERRNO.ENODEV;
    const { view } = memory;
    switch (request) {
      case GPIO_GET_CHIPINFO_IOCTL:
        return this.#chipInfo(view, at);
      case GPIO_V2_GET_LINEINFO_IOCTL:
        return this.#lineInfo(view, at, false);
      case GPIO_V2_GET_LINEINFO_WATCH_IOCTL:
        return this.#lineInfo(view, at, true);
      case GPIO_V2_GET_LINE_IOCTL:
        return createLineRequest(this.#device, memory, at, this.#install);
      case GPIO_GET_LINEINFO_UNWATCH_IOCTL:
        return this.#unwatch(view.getUint32(at, true));
      default:
        return -ERRNO.EINVAL;
    }
  }

  #chipInfo(view: DataView, at: number): number {
    const { name, label, lines } = CHIP_INFO;
    writeName(view, at + name.offset, name.size, nameBytes(this.#device.name));
    writeName(view, at + label.offset, label.size, this.#device.label);
    view.setUint32(at + lines.offset, this.#device.descs.length, true);
    return 0;
  }

  #lineInfo(view: DataView, at: number, watch: boolean): number {
    const { padding } = LINE_INFO;
    if (!isZero(view, at + padding.offset, padding.size)) return -ERRNO.EINVAL;
    const desc = this.#device.descs[view.getUint32(at + LINE_INFO.offset.offset, true)];
    if (desc === undefined) return -ERRNO.EINVAL;
    if (watch) {
      if (this.#watched.has(desc.offset)) return -ERRNO.EBUSY;
      this.#watched.add(desc.offset);
    }
    desc.writeInfo(view, at);
    return 0;
  }

  #unwatch(offset: number): number {
    if (offset >= this.#device.descs.length) return -ERRNO.EINVAL;
    return this.#watched.delete(offset) ? 0 : -ERRNO.EBUSY;
  }

  lineChanged(desc: GpioDesc, type: number): void {
    if (!this.#watched.has(desc.offset) || this.#events.isFull) return;
    const { view } = this.#events;
    const at = this.#events.put();
    desc.writeInfo(view, at + CHANGED.info.offset);
    view.setBigUint64(at + CHANGED.timestamp_ns.offset, this.#device.clock.now(), true);
    view.setUint32(at + CHANGED.event_type.offset, type, true);
    this.wake();
  }

  unplugged(): void {
    this.wake();
  }

  read(memory: GuestMemory, at: number, length: number): number {
    if (this.#device.gone) return -ERRNO.ENODEV;
    if (length < gpio_v2_line_info_changed.size) return -ERRNO.EINVAL;
    if (this.#events.isEmpty) return -ERRNO.EAGAIN;
    return this.#events.read(memory.bytes, at, at + length);
  }

  poll(): number {
    if (this.#device.gone) return POLLHUP | POLLERR;
    return this.#events.isEmpty ? 0 : POLLIN | POLLRDNORM;
  }

  release(): void {
    this.#device.listeners.delete(this);
    this.#device.release();
  }
}
