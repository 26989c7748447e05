import { ERRNO } from '../kernel/errno.js';
import {
  GPIO_V2_LINE_GET_VALUES_IOCTL,
  GPIO_V2_LINE_SET_CONFIG_IOCTL,
  GPIO_V2_LINE_SET_VALUES_IOCTL,
  gpio_v2_line_event,
  gpio_v2_line_event_id,
  gpio_v2_line_values,
} from '../kernel/generated/uapi.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import type { HostCalls } from '../kernel/kernel.js';
import type { SandboxFile } from './file.js';
import type { GrantedLine } from './granted-line.js';
import { translateConfig } from './line-config.js';
import { type Refused, refusal } from './refusal.js';
import { EVENTS, EVENTS_SIZE, type Scratch, STRUCT, VALUES } from './scratch.js';

const BITS = gpio_v2_line_values.members.bits.offset;
const MASK = gpio_v2_line_values.members.mask.offset;
const VALUES_SIZE = gpio_v2_line_values.size;
const EVENT = gpio_v2_line_event.members;
const EVENT_SIZE = gpio_v2_line_event.size;
const { RISING_EDGE, FALLING_EDGE } = gpio_v2_line_event_id;

/** The bits of those of the first or second 32 lines for which `test` is true. */
function bitsOf(
  lines: readonly GrantedLine[],
  from: number,
  test: (line: GrantedLine) => boolean,
): number {
  return lines
    .slice(from, from + 32)
    .reduce((bits, line, i) => (test(line) ? bits | (1 << i) : bits), 0);
}

/**
 * A line request of a sandbox: `fd` of the kernel beneath holds the lines in the same order, so that
 * masks mean the same on both sides.
 */
export class RequestFile implements SandboxFile {
  readonly fds: readonly number[];
  readonly lines: readonly GrantedLine[];
  /** What the guest called itself, without the owner's prefix. */
  readonly consumer: string;
  readonly #refused: Refused;
  readonly #fd: number;
  readonly #scratch: Scratch;
  readonly #ioctl: HostCalls['ioctl'];
  /** The struct at {@link VALUES}: bits, then mask; little-endian, as this machine is. */
  readonly #words: Int32Array;
  readonly #byTrueOffset: ReadonlyMap<number, GrantedLine>;
  readonly #low: number;
  readonly #high: number;
  readonly #fixedLow: number;
  readonly #fixedHigh: number;

  constructor(
    scratch: Scratch,
    fd: number,
    lines: readonly GrantedLine[],
    consumer: string,
    refused: Refused,
  ) {
    this.#refused = refused;
    this.#scratch = scratch;
    this.#ioctl = scratch.calls.ioctl;
    this.#words = scratch.words;
    this.#fd = fd;
    this.fds = [fd];
    this.lines = lines;
    this.consumer = consumer;
    this.#byTrueOffset = new Map(lines.map((line) => [line.trueOffset, line]));
    const any = (): boolean => true;
    const notOutput = (line: GrantedLine): boolean => !line.mayOutput;
    this.#low = bitsOf(lines, 0, any);
    this.#high = bitsOf(lines, 32, any);
    this.#fixedLow = bitsOf(lines, 0, notOutput);
    this.#fixedHigh = bitsOf(lines, 32, notOutput);
  }

  ioctl(request: number, memory: GuestMemory, at: number): number {
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
    const words = this.#words;
    const low = view.getInt32(at + MASK, true) & this.#low;
    const high = view.getInt32(at + MASK + 4, true) & this.#high;
    words[0] = 0;
    words[1] = 0;
    words[2] = low;
    words[3] = high;
    const result = this.#ioctl(this.#fd, GPIO_V2_LINE_GET_VALUES_IOCTL, VALUES, VALUES_SIZE);
    if (result < 0) return result;
    view.setInt32(at + BITS, words[0] & low, true);
    view.setInt32(at + BITS + 4, words[1] & high, true);
    return 0;
  }

  #setValues(view: DataView, at: number): number {
    const words = this.#words;
    const low = view.getInt32(at + MASK, true) & this.#low;
    const high = view.getInt32(at + MASK + 4, true) & this.#high;
    if (((low & this.#fixedLow) | (high & this.#fixedHigh)) !== 0)
      return this.#mayNotSet(low, high);
    words[0] = view.getInt32(at + BITS, true) & low;
    words[1] = view.getInt32(at + BITS + 4, true) & high;
    words[2] = low;
    words[3] = high;
    const result = this.#ioctl(this.#fd, GPIO_V2_LINE_SET_VALUES_IOCTL, VALUES, VALUES_SIZE);
    return Math.min(result, 0);
  }

  #mayNotSet(low: number, high: number): number {
    this.lines.forEach((line, i) => {
      const asked = (((i < 32 ? low : high) >>> (i % 32)) & 1) === 1;
      if (asked && !line.mayOutput) this.#refused(refusal(line, ['output']));
    });
    return -ERRNO.EPERM;
  }

  #setConfig(view: DataView, at: number): number {
    const scratch = this.#scratch;
    const error = translateConfig(view, at, this.lines, scratch.view, STRUCT, this.#refused);
    if (error !== 0) return error;
    const result = scratch.ioctl(this.#fd, GPIO_V2_LINE_SET_CONFIG_IOCTL);
    return Math.min(result, 0);
  }

  read(memory: GuestMemory, at: number, length: number): number {
    if (length < EVENT_SIZE) return -ERRNO.EINVAL;
    const { view: source, calls } = this.#scratch;
    const wanted = Math.min(length, EVENTS_SIZE);
    const result = calls.read(this.#fd, EVENTS, wanted - (wanted % EVENT_SIZE));
    if (result < 0) return result;
    const { view } = memory;
    let written = 0;
    for (let from = EVENTS; from + EVENT_SIZE <= EVENTS + result; from += EVENT_SIZE) {
      const line = this.#byTrueOffset.get(source.getUint32(from + EVENT.offset.offset, true));
      const id = source.getUint32(from + EVENT.id.offset, true);
      if (line === undefined || (id !== RISING_EDGE && id !== FALLING_EDGE)) continue;
      const to = at + written;
      const time = source.getBigUint64(from + EVENT.timestamp_ns.offset, true);
      memory.bytes.fill(0, to, to + EVENT_SIZE);
      view.setBigUint64(to + EVENT.timestamp_ns.offset, time, true);
      view.setUint32(to + EVENT.id.offset, id, true);
      view.setUint32(to + EVENT.offset.offset, line.offset, true);
      for (const { offset } of [EVENT.seqno, EVENT.line_seqno]) {
        view.setUint32(to + offset, source.getUint32(from + offset, true), true);
      }
      written += EVENT_SIZE;
    }
    return written > 0 ? written : -ERRNO.EAGAIN;
  }

  close(): void {
    this.#scratch.calls.close(this.#fd);
  }
}
