import { ERRNO } from '../kernel/errno.js';
import {
  GPIO_GET_CHIPINFO_IOCTL,
  GPIO_GET_LINEINFO_UNWATCH_IOCTL,
  GPIO_V2_GET_LINE_IOCTL,
  GPIO_V2_GET_LINEINFO_IOCTL,
  GPIO_V2_GET_LINEINFO_WATCH_IOCTL,
  gpio_v2_line_changed_type,
  gpio_v2_line_info,
  gpio_v2_line_info_changed,
  gpiochip_info,
} from '../kernel/generated/uapi.js';
import type { GuestMemory } from '../kernel/guest-memory.js';
import { POLLIN } from '../kernel/kernel.js';
import { isZero } from '../kernel/uapi.js';
import type { SandboxFile } from './file.js';
import type { GrantedLine, TrueChip } from './granted-line.js';
import { writeLineInfo, writeRevokedInfo } from './line-info.js';
import { type Refused, refusal } from './refusal.js';
import { type GrantedChip, readChip, readLineName } from './resolve-grants.js';
import { EVENTS, EVENTS_SIZE, POLL, type Scratch, STRUCT } from './scratch.js';
import { writeText } from './struct-text.js';

const CHIP_INFO = gpiochip_info.members;
const LINE_INFO = gpio_v2_line_info.members;
const CHANGED = gpio_v2_line_info_changed.members;
const CHANGED_SIZE = gpio_v2_line_info_changed.size;
const changedTypes: readonly number[] = Object.values(gpio_v2_line_changed_type);

/** What a chip's file asks of its sandbox. */
export interface ChipFileHost {
  /** What the sandbox's guest called itself when it requested the line; '' where it did not. */
  consumerOf(line: GrantedLine): string;
  /** GPIO_V2_GET_LINE_IOCTL with the true chips' open descriptors. */
  request(file: ChipFile, memory: GuestMemory, at: number): number;
  readonly refused: Refused;
}

/**
 * Whether the open chip still is the one that the grants were found on: another may have been plugged
 * in under its number.
 */
function isGranted(scratch: Scratch, fd: number, chip: TrueChip, lines: GrantedLine[]): boolean {
  const found = readChip(scratch, fd, chip.path);
  if (typeof found === 'number') return false;
  if (found.label !== chip.label || found.numLines !== chip.numLines) return false;
  return lines.every((line) => readLineName(scratch, fd, line.trueOffset) === line.trueName);
}

/** Opens the true chips of a sandbox's chip. Returns a negated errno where one is not there. */
export function openTrueChips(
  scratch: Scratch,
  { chips, lines }: GrantedChip,
): Map<TrueChip, number> | number {
  const fds = new Map<TrueChip, number>();
  const giveUp = (errno: number): number => {
    for (const fd of fds.values()) scratch.calls.close(fd);
    return errno;
  };
  for (const chip of chips) {
    const fd = scratch.open(chip.path);
    if (fd < 0) return giveUp(fd === -ERRNO.ENOENT ? -ERRNO.ENODEV : fd);
    fds.set(chip, fd);
    const mine = lines.filter((line) => line.chip === chip);
    if (!isGranted(scratch, fd, chip, mine)) return giveUp(-ERRNO.ENODEV);
  }
  return fds;
}

/** An open /dev/gpiochipN of a sandbox. */
export class ChipFile implements SandboxFile {
  readonly chip: GrantedChip;
  readonly trueFds: ReadonlyMap<TrueChip, number>;
  readonly fds: readonly number[];
  readonly #scratch: Scratch;
  readonly #host: ChipFileHost;

  constructor(
    scratch: Scratch,
    chip: GrantedChip,
    trueFds: ReadonlyMap<TrueChip, number>,
    host: ChipFileHost,
  ) {
    this.#scratch = scratch;
    this.chip = chip;
    this.trueFds = trueFds;
    this.fds = [...trueFds.values()];
    this.#host = host;
  }

  ioctl(request: number, memory: GuestMemory, at: number): number {
    switch (request) {
      case GPIO_GET_CHIPINFO_IOCTL:
        return this.#chipInfo(memory.view, at);
      case GPIO_V2_GET_LINEINFO_IOCTL:
      case GPIO_V2_GET_LINEINFO_WATCH_IOCTL:
        return this.#lineInfo(request, memory.view, at);
      case GPIO_GET_LINEINFO_UNWATCH_IOCTL:
        return this.#unwatch(memory.view, at);
      case GPIO_V2_GET_LINE_IOCTL:
        return this.#host.request(this, memory, at);
      default:
        return -ERRNO.EINVAL;
    }
  }

  #chipInfo(view: DataView, at: number): number {
    const { name, label, lines } = CHIP_INFO;
    writeText(view, at + name.offset, name.size, this.chip.name);
    writeText(view, at + label.offset, label.size, this.chip.label);
    view.setUint32(at + lines.offset, this.chip.lines.length, true);
    return 0;
  }

  #lineInfo(request: number, view: DataView, at: number): number {
    const { padding, offset } = LINE_INFO;
    if (!isZero(view, at + padding.offset, padding.size)) return -ERRNO.EINVAL;
    const line = this.chip.lines[view.getUint32(at + offset.offset, true)];
    if (line === undefined) return -ERRNO.EINVAL;
    const fd = this.#trueFd(line);
    const watch = request === GPIO_V2_GET_LINEINFO_WATCH_IOCTL;
    if (watch && !line.allow.has('watch')) return this.#mayNotWatch(line);
    if (line.revoked) {
      if (watch) return -ERRNO.ENODEV;
      writeRevokedInfo(line, view, at);
      return 0;
    }
    const scratch = this.#scratch;
    scratch.clear(gpio_v2_line_info.size);
    scratch.view.setUint32(STRUCT + offset.offset, line.trueOffset, true);
    const error = scratch.ioctl(fd, request);
    if (error < 0) return error;
    writeLineInfo(line, this.#host.consumerOf(line), scratch.view, STRUCT, view, at);
    return 0;
  }

  #trueFd({ chip }: GrantedLine): number {
    return this.trueFds.get(chip) ?? -1;
  }

  #mayNotWatch(line: GrantedLine): number {
    this.#host.refused(refusal(line, ['watch']));
    return -ERRNO.EPERM;
  }

  #unwatch(view: DataView, at: number): number {
    const line = this.chip.lines[view.getUint32(at, true)];
    if (line === undefined) return -ERRNO.EINVAL;
    if (!line.allow.has('watch')) return this.#mayNotWatch(line);
    if (line.revoked) return -ERRNO.ENODEV;
    return Math.min(this.#unwatchLine(line), 0);
  }

  /** Events of revoked lines would wake whoever waits for those of others. */
  unwatchRevoked(): void {
    const revoked = this.chip.lines.filter((line) => line.revoked && line.allow.has('watch'));
    for (const line of revoked) this.#unwatchLine(line);
  }

  #unwatchLine(line: GrantedLine): number {
    this.#scratch.view.setUint32(STRUCT, line.trueOffset, true);
    return this.#scratch.ioctl(this.#trueFd(line), GPIO_GET_LINEINFO_UNWATCH_IOCTL);
  }

  /** Of several true chips, one after the other: events of one chip stay in order. */
  read(memory: GuestMemory, at: number, length: number): number {
    if (length < CHANGED_SIZE) return -ERRNO.EINVAL;
    const { view: source, calls } = this.#scratch;
    for (const [i, fd] of this.fds.entries()) {
      source.setInt32(POLL + i * 8, fd, true);
      source.setInt32(POLL + i * 8 + 4, POLLIN, true);
    }
    const ready = calls.poll(POLL, this.fds.length, -1n);
    if (ready < 0) return ready;
    const readable = this.fds.filter((_, i) => source.getInt16(POLL + i * 8 + 6, true) !== 0);
    let written = 0;
    for (const fd of readable) {
      const room = Math.min(length - written, EVENTS_SIZE);
      if (room < CHANGED_SIZE) break;
      const result = calls.read(fd, EVENTS, room - (room % CHANGED_SIZE));
      if (result < 0) return written > 0 ? written : result;
      written += this.#events(fd, result, memory, at + written);
    }
    return written > 0 ? written : -ERRNO.EAGAIN;
  }

  /** Writes the guest's view of the events just read. Returns how many bytes it wrote. */
  #events(fd: number, length: number, memory: GuestMemory, at: number): number {
    const { view: source } = this.#scratch;
    const { view } = memory;
    let written = 0;
    for (let from = EVENTS; from + CHANGED_SIZE <= EVENTS + length; from += CHANGED_SIZE) {
      const offset = source.getUint32(from + CHANGED.info.offset + LINE_INFO.offset.offset, true);
      const type = source.getUint32(from + CHANGED.event_type.offset, true);
      const line = this.chip.lines.find(
        (each) => each.trueOffset === offset && this.trueFds.get(each.chip) === fd,
      );
      if (line === undefined) continue;
      if (!line.allow.has('watch') || !changedTypes.includes(type)) continue;
      const to = at + written;
      memory.bytes.fill(0, to, to + CHANGED_SIZE);
      const info = CHANGED.info.offset;
      // From before it was revoked: passing over it would leave whoever is ready to read with nothing.
      if (line.revoked) writeRevokedInfo(line, view, to + info);
      else writeLineInfo(line, this.#host.consumerOf(line), source, from + info, view, to + info);
      const time = source.getBigUint64(from + CHANGED.timestamp_ns.offset, true);
      view.setBigUint64(to + CHANGED.timestamp_ns.offset, time, true);
      view.setUint32(to + CHANGED.event_type.offset, type, true);
      written += CHANGED_SIZE;
    }
    return written;
  }

  close(): void {
    for (const fd of this.fds) this.#scratch.calls.close(fd);
  }
}
