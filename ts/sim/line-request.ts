import { ERRNO } from '../kernel/errno.js';
import {
  GPIO_V2_LINE_GET_VALUES_IOCTL,
  GPIO_V2_LINE_SET_CONFIG_IOCTL,
  GPIO_V2_LINE_SET_VALUES_IOCTL,
  GPIO_V2_LINES_MAX,
  gpio_v2_line_changed_type,
  gpio_v2_line_event,
  gpio_v2_line_request,
  gpio_v2_line_values,
} from '../kernel/generated/uapi.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import { POLLERR, POLLHUP, POLLIN, POLLRDNORM } from '../kernel/kernel.js';
import { isZero } from '../kernel/uapi.js';
import { EventFifo } from './event-fifo.js';
import type { GpioDevice, LineStateListener } from './gpio-device.js';
import { LineConfig } from './line-config.js';
import { DIRECTION, EDGE_DETECTOR, INPUT, OUTPUT } from './line-flags.js';
import { OpenFile } from './open-file.js';
import { type EventSink, RequestedLine } from './requested-line.js';
import { readName } from './struct-bytes.js';

const REQUEST = gpio_v2_line_request.members;
const BITS = gpio_v2_line_values.members.bits.offset;
const MASK = gpio_v2_line_values.members.mask.offset;
const EVENTS_PER_LINE = 16;
const EVENTS_MAX = GPIO_V2_LINES_MAX * EVENTS_PER_LINE;

/**
 * GPIO_V2_GET_LINE_IOCTL: requests lines as the struct at `at` says, and leaves the new file's
 * descriptor in it. Returns 0 or a negated errno; lines taken until then are given back.
 */
export function createLineRequest(
  device: GpioDevice,
  memory: GuestMemory,
  at: number,
  install: (file: OpenFile) => number,
): number {
  const { view } = memory;
  const count = view.getUint32(at + REQUEST.num_lines.offset, true);
  if (count === 0 || count > GPIO_V2_LINES_MAX) return -ERRNO.EINVAL;
  const { padding, consumer } = REQUEST;
  if (!isZero(view, at + padding.offset, padding.size)) return -ERRNO.EINVAL;
  const config = LineConfig.read(view, at + REQUEST.config.offset, count);
  if (typeof config === 'number') return config;

  const label = readName(view, at + consumer.offset, consumer.size);
  const bufferSize = view.getUint32(at + REQUEST.event_buffer_size.offset, true);
  const request = new LineRequest(device, count, bufferSize);
  for (let i = 0; i < count; i += 1) {
    // What listens to the lines may have made the guest's memory grow, which ends the view.
    const offset = memory.view.getUint32(at + REQUEST.offsets.offset + i * 4, true);
    const error = request.add(offset, label.length > 0 ? label : undefined, config, i);
    if (error !== 0) {
      request.release();
      return error;
    }
  }
  const fd = install(request);
  if (fd < 0) {
    request.release();
    return fd;
  }
  memory.view.setInt32(at + REQUEST.fd.offset, fd, true);
  return 0;
}

/** The file of a line request (struct linereq). */
class LineRequest extends OpenFile implements EventSink, LineStateListener {
  readonly kind = 'request';
  readonly pollable = true;
  readonly singleLine: boolean;
  readonly #device: GpioDevice;
  readonly #lines: RequestedLine[] = [];
  readonly #bufferSize: number;
  #seqno = 0;
  events: EventFifo | undefined;

  constructor(device: GpioDevice, lines: number, bufferSize: number) {
    super();
    this.#device = device;
    this.singleLine = lines === 1;
    this.#bufferSize = Math.min(
      bufferSize === 0 ? lines * EVENTS_PER_LINE : bufferSize,
      EVENTS_MAX,
    );
    device.hold();
    device.listeners.add(this);
  }

  get description(): string {
    return `${this.#device.name}: ${this.#lines.map(({ desc }) => desc.offset).join(', ')}`;
  }

  /** Takes one more line. Returns 0 or a negated errno. */
  add(offset: number, label: Uint8Array | undefined, config: LineConfig, index: number): number {
    const desc = this.#device.descs[offset];
    if (desc === undefined) return -ERRNO.EINVAL;
    const refused = desc.request(label);
    if (refused !== 0) return refused;
    const line = new RequestedLine(desc, this);
    this.#lines.push(line);
    const flags = config.flagsOf(index);
    desc.configure(flags);
    const edgeFlags = flags & EDGE_DETECTOR;
    if ((flags & OUTPUT) !== 0) {
      desc.setOutput(config.outputValueOf(index));
    } else if ((flags & INPUT) !== 0) {
      desc.setInput();
      const error = line.startEdgeDetector(config, index, edgeFlags);
      if (error !== 0) return error;
    }
    line.edgeFlags = edgeFlags;
    this.#device.notify(desc, gpio_v2_line_changed_type.REQUESTED);
    return 0;
  }

  nextSeqno(): number {
    this.#seqno = (this.#seqno + 1) >>> 0;
    return this.#seqno;
  }

  prepareEvents(): number {
    if (this.events !== undefined) return 0;
    // The kernel's fifo has at least two places.
    if (this.#bufferSize < 2) return -ERRNO.EINVAL;
    this.events = new EventFifo(this.#bufferSize, gpio_v2_line_event.size);
    return 0;
  }

  ioctl(request: number, memory: GuestMemory, at: number): number {
    if (this.#device.gone) return -ERRNO.ENODEV;
    switch (request) {
      case GPIO_V2_LINE_GET_VALUES_IOCTL:
        return this.#getValues(memory.view, at);
      case GPIO_V2_LINE_SET_VALUES_IOCTL:
        return this.#setValues(memory.view, at);
      case GPIO_V2_LINE_SET_CONFIG_IOCTL:
        return this.#setConfig(memory.view, at);
      default:
        return -ERRNO.EINVAL;
    }
  }

  #getValues(view: DataView, at: number): number {
    const lines = this.#lines;
    const maskLow = view.getUint32(at + MASK, true);
    const maskHigh = view.getUint32(at + MASK + 4, true);
    let asked = false;
    let low = 0;
    let high = 0;
    for (let i = 0; i < lines.length; i += 1) {
      const bit = 1 << (i & 31);
      if (((i < 32 ? maskLow : maskHigh) & bit) === 0) continue;
      asked = true;
      if (lines[i]?.value !== 1) continue;
      if (i < 32) low |= bit;
      else high |= bit;
    }
    if (!asked) return -ERRNO.EINVAL;
    view.setUint32(at + BITS, low, true);
    view.setUint32(at + BITS + 4, high, true);
    return 0;
  }

  #setValues(view: DataView, at: number): number {
    const lines = this.#lines;
    const maskLow = view.getUint32(at + MASK, true);
    const maskHigh = view.getUint32(at + MASK + 4, true);
    const low = view.getUint32(at + BITS, true);
    const high = view.getUint32(at + BITS + 4, true);
    let asked = false;
    for (let i = 0; i < lines.length; i += 1) {
      const bit = 1 << (i & 31);
      const desc = lines[i]?.desc;
      if (((i < 32 ? maskLow : maskHigh) & bit) === 0 || desc === undefined) continue;
      asked = true;
      // Single-ended lines before an input have been set when it makes the call fail.
      if ((desc.flags & OUTPUT) === 0) return -ERRNO.EPERM;
      if (desc.singleEnded) desc.setSingleEnded(((i < 32 ? low : high) & bit) === 0 ? 0 : 1);
    }
    if (!asked) return -ERRNO.EINVAL;
    for (let i = 0; i < lines.length; i += 1) {
      const bit = 1 << (i & 31);
      const desc = lines[i]?.desc;
      if (((i < 32 ? maskLow : maskHigh) & bit) === 0 || desc === undefined) continue;
      if (!desc.singleEnded) desc.drive(((i < 32 ? low : high) & bit) === 0 ? 0 : 1);
    }
    for (let i = 0; i < lines.length; i += 1) {
      if (((i < 32 ? maskLow : maskHigh) & (1 << (i & 31))) !== 0) lines[i]?.desc.pin.settle();
    }
    return 0;
  }

  #setConfig(view: DataView, at: number): number {
    const config = LineConfig.read(view, at, this.#lines.length);
    if (typeof config === 'number') return config;
    for (const [i, line] of this.#lines.entries()) {
      const flags = config.flagsOf(i);
      // Lines without a direction stay as they are.
      if ((flags & DIRECTION) === 0) continue;
      const { desc } = line;
      desc.configure(flags);
      const edgeFlags = flags & EDGE_DETECTOR;
      if ((flags & OUTPUT) !== 0) {
        line.stopEdgeDetector();
        desc.setOutput(config.outputValueOf(i));
      } else {
        desc.setInput();
        const error = line.updateEdgeDetector(config, i, edgeFlags);
        if (error !== 0) return error;
      }
      line.edgeFlags = edgeFlags;
      this.#device.notify(desc, gpio_v2_line_changed_type.CONFIG);
    }
    return 0;
  }

  lineChanged(): void {}

  unplugged(): void {
    this.wake();
  }

  read(memory: GuestMemory, at: number, length: number): number {
    if (this.#device.gone) return -ERRNO.ENODEV;
    if (length < gpio_v2_line_event.size) return -ERRNO.EINVAL;
    if (this.events === undefined || this.events.isEmpty) return -ERRNO.EAGAIN;
    return this.events.read(memory.bytes, at, at + length);
  }

  poll(): number {
    if (this.#device.gone) return POLLHUP | POLLERR;
    return this.events === undefined || this.events.isEmpty ? 0 : POLLIN | POLLRDNORM;
  }

  release(): void {
    for (const line of this.#lines) {
      line.stopEdgeDetector();
      line.desc.free();
    }
    this.#device.listeners.delete(this);
    this.#device.release();
  }
}
