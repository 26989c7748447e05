import * as uapi from '../../ts/kernel/generated/uapi.js';
import type { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { FdWatch, HostCalls, Kernel } from '../../ts/kernel/kernel.js';
import { readStruct, type StructInit, writeStruct } from '../../ts/kernel/uapi.js';

const ENOENT = 2;
const EBADF = 9;
const EAGAIN = 11;
const EFAULT = 14;
const EBUSY = 16;
const EINVAL = 22;
const ENOTTY = 25;

const S_IFCHR = 0o020000;
const path = '/dev/gpiochip0';
const subsystem = '/sys/dev/char/254:0/subsystem';

const { INPUT, OUTPUT, USED, ACTIVE_LOW, EDGE_RISING, EDGE_FALLING } = uapi.gpio_v2_line_flag;
const { RISING_EDGE, FALLING_EDGE } = uapi.gpio_v2_line_event_id;

interface Request {
  readonly offsets: readonly number[];
  readonly consumer: string;
  flags: number;
  readonly events: StructInit<typeof uapi.gpio_v2_line_event>[];
  seqno: number;
}

/**
 * One chip at /dev/gpiochip0, with as much of a kernel's behaviour as the raw layer's tests need:
 * one configuration for all lines of a request, no attributes but output values.
 */
export class FakeKernel implements Kernel {
  readonly name = 'fake';
  readonly chipPath = path;
  /** Descriptors open now; a request's is mapped to it. */
  readonly files = new Map<number, Request | 'chip'>();
  /** Physical levels. */
  readonly #levels: (0 | 1)[];
  #nextFd = 3;

  constructor(lines = 8) {
    this.#levels = Array.from({ length: lines }, () => 0);
  }

  /** Changes an input's level from outside. */
  pull(offset: number, direction: 'up' | 'down'): void {
    const level = direction === 'up' ? 1 : 0;
    if (this.#levels[offset] === level) return;
    this.#levels[offset] = level;
    const request = this.#holder(offset);
    if (request === undefined) return;
    const wanted = level === 1 ? EDGE_RISING : EDGE_FALLING;
    if ((request.flags & wanted) === 0) return;
    request.seqno += 1;
    request.events.push({
      timestamp_ns: 1_000_000n * BigInt(request.seqno),
      id: level === 1 ? RISING_EDGE : FALLING_EDGE,
      offset,
      seqno: request.seqno,
      line_seqno: request.seqno,
    });
  }

  /** The physical level of a line. */
  value(offset: number): 0 | 1 {
    return this.#levels[offset] ?? 0;
  }

  attach(memory: GuestMemory): HostCalls {
    const text = (at: number, length: number): string =>
      new TextDecoder().decode(memory.bytes.subarray(at, at + length));
    return {
      open: (at, length) => (text(at, length) === path ? this.#add('chip') : -ENOENT),
      close: (fd) => (this.files.delete(fd) ? 0 : -EBADF),
      ioctl: (fd, request, at, length) =>
        memory.contains(at, length) ? this.#ioctl(fd, request >>> 0, memory.view, at) : -EFAULT,
      read: (fd, at, length) => this.#read(fd, memory.view, at, length),
      poll: (fds, count) => this.#poll(memory.view, fds, count),
      stat: (at, length, _follow, out) => {
        if (text(at, length) !== path) return -ENOENT;
        memory.view.setUint32(out, S_IFCHR | 0o660, true);
        memory.view.setUint32(out + 4, 254, true);
        memory.view.setUint32(out + 8, 0, true);
        return 0;
      },
      realpath: (at, length, out) => {
        if (text(at, length) !== subsystem) return -ENOENT;
        const { written } = new TextEncoder().encodeInto(
          '/sys/bus/gpio',
          memory.bytes.subarray(out),
        );
        return written;
      },
    };
  }

  devices(): readonly string[] {
    return ['gpiochip0'];
  }

  /** Descriptors here never become ready by themselves. */
  watch(fd: number, _onReady: (revents: number) => void): FdWatch | number {
    if (!this.files.has(fd)) return -EBADF;
    return { pause() {}, resume() {}, ref() {}, unref() {}, close() {} };
  }

  #add(file: Request | 'chip'): number {
    const fd = this.#nextFd++;
    this.files.set(fd, file);
    return fd;
  }

  #holder(offset: number): Request | undefined {
    for (const file of this.files.values()) {
      if (file !== 'chip' && file.offsets.includes(offset)) return file;
    }
    return undefined;
  }

  #ioctl(fd: number, request: number, view: DataView, at: number): number {
    const file = this.files.get(fd);
    if (file === undefined) return -EBADF;
    if (file === 'chip') return this.#chipIoctl(request, view, at);
    if (request === uapi.GPIO_V2_LINE_GET_VALUES_IOCTL) return this.#getValues(file, view, at);
    if (request === uapi.GPIO_V2_LINE_SET_VALUES_IOCTL) return this.#setValues(file, view, at);
    if (request !== uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL) return -ENOTTY;
    file.flags = Number(readStruct(view, at, uapi.gpio_v2_line_config).flags);
    return 0;
  }

  #chipIoctl(request: number, view: DataView, at: number): number {
    if (request === uapi.GPIO_GET_CHIPINFO_IOCTL) {
      const info = { name: 'gpiochip0', label: 'fäke', lines: this.#levels.length };
      writeStruct(view, at, uapi.gpiochip_info, info);
      return 0;
    }
    if (request === uapi.GPIO_V2_GET_LINEINFO_IOCTL) return this.#lineInfo(view, at);
    return request === uapi.GPIO_V2_GET_LINE_IOCTL ? this.#getLine(view, at) : -ENOTTY;
  }

  #lineInfo(view: DataView, at: number): number {
    const { offset } = readStruct(view, at, uapi.gpio_v2_line_info);
    if (offset >= this.#levels.length) return -EINVAL;
    const holder = this.#holder(offset);
    const flags = holder === undefined ? INPUT : holder.flags | USED;
    const consumer = holder?.consumer ?? '';
    writeStruct(view, at, uapi.gpio_v2_line_info, { consumer, flags: BigInt(flags) });
    return 0;
  }

  #getLine(view: DataView, at: number): number {
    const { offsets, num_lines, consumer, config } = readStruct(
      view,
      at,
      uapi.gpio_v2_line_request,
    );
    const request: Request = {
      offsets: offsets.slice(0, num_lines),
      consumer,
      flags: Number(config.flags),
      events: [],
      seqno: 0,
    };
    if (request.offsets.some((offset) => offset >= this.#levels.length)) return -EINVAL;
    if (request.offsets.some((offset) => this.#holder(offset) !== undefined)) return -EBUSY;
    for (const { attr, mask } of config.attrs.slice(0, config.num_attrs)) {
      if (attr.id !== uapi.gpio_v2_line_attr_id.OUTPUT_VALUES) return -EINVAL;
      this.#drive(request, attr.values, mask);
    }
    writeStruct(view, at, uapi.gpio_v2_line_request, { fd: this.#add(request) });
    return 0;
  }

  /** Sets the levels of those lines whose bit in `mask` is set. */
  #drive(request: Request, bits: bigint, mask: bigint): void {
    request.offsets.forEach((offset, i) => {
      if (((mask >> BigInt(i)) & 1n) === 0n) return;
      const active = ((bits >> BigInt(i)) & 1n) === 1n;
      this.#levels[offset] = active === ((request.flags & ACTIVE_LOW) === 0) ? 1 : 0;
    });
  }

  #getValues(request: Request, view: DataView, at: number): number {
    let bits = 0n;
    request.offsets.forEach((offset, i) => {
      const active = (this.#levels[offset] === 1) === ((request.flags & ACTIVE_LOW) === 0);
      if (active) bits |= 1n << BigInt(i);
    });
    const { mask } = readStruct(view, at, uapi.gpio_v2_line_values);
    writeStruct(view, at, uapi.gpio_v2_line_values, { bits: bits & mask });
    return 0;
  }

  #setValues(request: Request, view: DataView, at: number): number {
    if ((request.flags & OUTPUT) === 0) return -EINVAL;
    const { bits, mask } = readStruct(view, at, uapi.gpio_v2_line_values);
    this.#drive(request, bits, mask);
    return 0;
  }

  #read(fd: number, view: DataView, at: number, length: number): number {
    const file = this.files.get(fd);
    if (file === undefined || file === 'chip') return -EBADF;
    const { size } = uapi.gpio_v2_line_event;
    const events = file.events.splice(0, Math.floor(length / size));
    events.forEach((event, i) => {
      writeStruct(view, at + i * size, uapi.gpio_v2_line_event, event);
    });
    return events.length === 0 ? -EAGAIN : events.length * size;
  }

  #poll(view: DataView, fds: number, count: number): number {
    let ready = 0;
    for (let at = fds; at < fds + count * 8; at += 8) {
      const file = this.files.get(view.getInt32(at, true));
      const readable = file !== undefined && file !== 'chip' && file.events.length > 0;
      view.setInt16(at + 6, readable ? view.getInt16(at + 4, true) & 1 : 0, true);
      if (readable) ready++;
    }
    return ready;
  }
}
