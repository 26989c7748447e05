// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * GPIO lines by the host ABI alone (wasm/gpio_host.h): neither libgpiod nor C. Structs and ioctls are
 * those of version 2 in linux/gpio.h. What fails returns a negated Linux errno: -1 is EPERM.
 */

import { host_close, host_ioctl, host_open, host_poll, host_read, POLLIN } from './gpio_host';

const GPIO_GET_CHIPINFO_IOCTL: u32 = 0x8044b401;
const GPIO_V2_GET_LINEINFO_IOCTL: u32 = 0xc100b405;
const GPIO_V2_GET_LINE_IOCTL: u32 = 0xc250b407;
const GPIO_V2_LINE_GET_VALUES_IOCTL: u32 = 0xc010b40e;
const GPIO_V2_LINE_SET_VALUES_IOCTL: u32 = 0xc010b40f;

const ENOENT = 2;
const EINVAL = 22;
const MAX_NAME_SIZE = 32;
const MAX_LINES = 64;

/** What a line is requested for: enum gpio_v2_line_flag, to be combined. */
export namespace Flag {
  export const ACTIVE_LOW: u64 = 1 << 1;
  export const INPUT: u64 = 1 << 2;
  export const OUTPUT: u64 = 1 << 3;
  export const EDGE_RISING: u64 = 1 << 4;
  export const EDGE_FALLING: u64 = 1 << 5;
  export const OPEN_DRAIN: u64 = 1 << 6;
  export const OPEN_SOURCE: u64 = 1 << 7;
  export const BIAS_PULL_UP: u64 = 1 << 8;
  export const BIAS_PULL_DOWN: u64 = 1 << 9;
  export const BIAS_DISABLED: u64 = 1 << 10;
}

/** struct gpiochip_info */
namespace ChipInfo {
  export const LINES = 64;
  export const SIZE = 68;
}

/** struct gpio_v2_line_info */
namespace LineInfo {
  export const NAME = 0;
  export const OFFSET = 64;
  export const SIZE = 256;
}

/** struct gpio_v2_line_request */
namespace Request {
  export const OFFSETS = 0;
  export const CONSUMER = 256;
  export const CONFIG_FLAGS = 288;
  export const NUM_LINES = 560;
  export const FD = 588;
  export const SIZE = 592;
}

/** struct gpio_v2_line_values */
@unmanaged
class LineValues {
  bits: u64;
  mask: u64;
}

/** struct gpio_host_pollfd */
@unmanaged
class PollFd {
  fd: i32;
  events: i16;
  revents: i16;
}

/** struct gpio_v2_line_event */
namespace LineEvent {
  export const RISING_EDGE = 1;
  export const TIMESTAMP_NS = 0;
  export const ID = 8;
  export const OFFSET = 12;
  export const SEQNO = 16;
  export const LINE_SEQNO = 20;
  export const SIZE = 48;
}

const AT_ONCE = 16;

/** One call at a time needs memory for one struct, or for as many events as are read at once. */
const struct = memory.data(AT_ONCE * LineEvent.SIZE, 8);

/** A rising or falling edge of a line. */
export class EdgeEvent {
  constructor(
    public rising: bool,
    /** The line's, within its chip. */
    public offset: u32,
    /** When the kernel saw it. */
    public timestampNs: u64,
    /** Counts the edges of the request, and those of the line. A gap means that some were lost. */
    public seqno: u32,
    public lineSeqno: u32,
  ) {}
}

/** A line request: what requestLines() took. */
export class LineRequest {
  /** The descriptor, or the negated errno of why there is none. */
  constructor(public fd: i32) {}

  /** Sets all lines: bit 0 is the first line that was requested. Returns 0 or a negated errno. */
  setValues(bits: u64, mask: u64 = u64.MAX_VALUE): i32 {
    const values = changetype<LineValues>(struct);
    values.bits = bits;
    values.mask = mask;
    return host_ioctl(this.fd, GPIO_V2_LINE_SET_VALUES_IOCTL, struct, offsetof<LineValues>());
  }

  /** Reads the lines of a mask, 1 to 63 of them. Returns their bits, or a negated errno. */
  getValues(mask: u64): i64 {
    const values = changetype<LineValues>(struct);
    values.bits = 0;
    values.mask = mask;
    const result = host_ioctl(
      this.fd,
      GPIO_V2_LINE_GET_VALUES_IOCTL,
      struct,
      offsetof<LineValues>(),
    );
    return result < 0 ? result : values.bits;
  }

  /** Waits for an edge, at most so long (negative: for ever). Returns 1, 0 for none, or a negated errno. */
  waitEdgeEvent(timeoutNs: i64 = -1): i32 {
    const fds = changetype<PollFd>(struct);
    fds.fd = this.fd;
    fds.events = POLLIN;
    fds.revents = 0;
    return host_poll(struct, 1, timeoutNs);
  }

  /** Reads the edges that have come, up to 16, and waits for one where there is none. */
  readEdgeEvents(into: EdgeEvent[]): i32 {
    const bytes = host_read(this.fd, struct, AT_ONCE * LineEvent.SIZE);
    for (let at = 0; at < bytes; at += LineEvent.SIZE) {
      const event = struct + at;
      into.push(
        new EdgeEvent(
          load<u32>(event, LineEvent.ID) == LineEvent.RISING_EDGE,
          load<u32>(event, LineEvent.OFFSET),
          load<u64>(event, LineEvent.TIMESTAMP_NS),
          load<u32>(event, LineEvent.SEQNO),
          load<u32>(event, LineEvent.LINE_SEQNO),
        ),
      );
    }
    return bytes < 0 ? bytes : bytes / LineEvent.SIZE;
  }

  /** Gives the lines back. */
  release(): i32 {
    return host_close(this.fd);
  }
}

function clear(size: i32): void {
  memory.fill(struct, 0, size);
}

/** A GPIO chip. Its requests outlive it. */
export class Chip {
  /** The descriptor, or the negated errno of why there is none. */
  readonly fd: i32;

  constructor(path: string) {
    const name = String.UTF8.encode(path);
    this.fd = host_open(changetype<usize>(name), name.byteLength);
  }

  /** How many lines it has, or a negated errno. */
  numLines(): i32 {
    clear(ChipInfo.SIZE);
    const result = host_ioctl(this.fd, GPIO_GET_CHIPINFO_IOCTL, struct, ChipInfo.SIZE);
    return result < 0 ? result : load<i32>(struct, ChipInfo.LINES);
  }

  /** The offset of a line by its name, or a negated errno: ENOENT where no line has it. */
  offsetOf(name: string): i32 {
    const lines = this.numLines();
    for (let offset = 0; offset < lines; offset += 1) {
      clear(LineInfo.SIZE);
      store<u32>(struct, offset, LineInfo.OFFSET);
      const result = host_ioctl(this.fd, GPIO_V2_GET_LINEINFO_IOCTL, struct, LineInfo.SIZE);
      if (result < 0) return result;
      const found = String.UTF8.decodeUnsafe(struct + LineInfo.NAME, MAX_NAME_SIZE, true);
      if (found == name) return offset;
    }
    return lines < 0 ? lines : -ENOENT;
  }

  /** Takes lines, all with the same flags. Look at the request's fd for whether it succeeded. */
  requestLines(consumer: string, offsets: StaticArray<i32>, flags: u64): LineRequest {
    if (offsets.length > MAX_LINES) return new LineRequest(-EINVAL);
    clear(Request.SIZE);
    for (let i = 0; i < offsets.length; i += 1) {
      store<i32>(struct + i * sizeof<u32>(), offsets[i], Request.OFFSETS);
    }
    const name = String.UTF8.encode(consumer);
    const length = min(name.byteLength, MAX_NAME_SIZE - 1);
    memory.copy(struct + Request.CONSUMER, changetype<usize>(name), length);
    store<u64>(struct, flags, Request.CONFIG_FLAGS);
    store<u32>(struct, offsets.length, Request.NUM_LINES);
    const result = host_ioctl(this.fd, GPIO_V2_GET_LINE_IOCTL, struct, Request.SIZE);
    return new LineRequest(result < 0 ? result : load<i32>(struct, Request.FD));
  }

  close(): i32 {
    return host_close(this.fd);
  }
}
