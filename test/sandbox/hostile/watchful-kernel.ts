import * as uapi from '../../../ts/kernel/generated/uapi.js';
import type { GuestMemory } from '../../../ts/kernel/guest-memory.js';
import type { FdWatch, HostCalls, Kernel } from '../../../ts/kernel/kernel.js';
import { ioctlOf, readStruct, type StructValue } from '../../../ts/kernel/uapi.js';

const flag = uapi.gpio_v2_line_flag;

/** What may be done with one true line, in the kernel's terms. */
export interface Allowance {
  /** Flags that may be asked for. */
  readonly flags: number;
  /** Flags that have to be asked for, of each group given here, where they take effect. */
  readonly fixed?: readonly { readonly mask: number; readonly flags: number }[];
  readonly debounce?: boolean;
  readonly watch?: boolean;
}

/** By the path of the true chip, then by offset. */
export type Allowances = Readonly<Record<string, Readonly<Record<number, Allowance>>>>;

type Config = StructValue<typeof uapi.gpio_v2_line_config>;

interface Chip {
  readonly path: string;
}

interface Request {
  readonly path: string;
  readonly offsets: readonly number[];
}

/** A call that no granted line explains. */
export class Escape extends Error {
  override readonly name = 'Escape';
}

function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Escape(what);
}

/** The value of a kind of attribute that holds for one line: the first, as in Linux. */
function attribute(config: Config, id: number, line: number): bigint | undefined {
  const found = config.attrs
    .slice(0, config.num_attrs)
    .find(({ attr, mask }) => attr.id === id && ((mask >> BigInt(line)) & 1n) === 1n);
  return found?.attr.values;
}

/**
 * Stands beneath a sandbox and knows, independently of it, what was granted: throws {@link Escape} at
 * the first call that goes beyond. Before {@link arm} it lets everything pass: the sandbox looks for
 * its lines.
 */
export class WatchfulKernel implements Kernel {
  readonly name = 'watchful';
  readonly #kernel: Kernel;
  readonly #allowed: Allowances;
  readonly #owner: string;
  readonly #files = new Map<number, Chip | Request>();
  readonly #gone = new Set<string>();
  #armed = false;
  /** Calls that arrived since it was armed, by name. */
  readonly arrived = new Map<string, number>();

  constructor(kernel: Kernel, allowed: Allowances, owner: string) {
    this.#kernel = kernel;
    this.#allowed = allowed;
    this.#owner = owner;
  }

  arm(): void {
    this.#armed = true;
  }

  /** From now on, this line may be held by no request, and none may be made for it. */
  takeAway(path: string, offset: number): void {
    this.#gone.add(`${path}:${offset}`);
    for (const file of this.#files.values()) if ('offsets' in file) this.#checkPresence(file);
  }

  #checkPresence({ path, offsets }: Request): void {
    for (const offset of offsets) {
      assert(!this.#gone.has(`${path}:${offset}`), `line ${offset} of ${path}, which is revoked`);
    }
  }

  /** What the sandbox holds open now. */
  get open(): number {
    return this.#files.size;
  }

  devices(): readonly string[] {
    return this.#kernel.devices();
  }

  watch(fd: number, onReady: (revents: number) => void): FdWatch | number {
    assert(this.#files.has(fd), `watch of descriptor ${fd}`);
    return this.#kernel.watch(fd, onReady);
  }

  attach(memory: GuestMemory): HostCalls {
    const calls = this.#kernel.attach(memory);
    const note = (name: string): void => {
      this.arrived.set(name, (this.arrived.get(name) ?? 0) + 1);
    };
    const inside = (at: number, length: number): void =>
      assert(at >= 0 && memory.contains(at, length), `${length} bytes at ${at}`);
    return {
      open: (at, length) => {
        note('open');
        inside(at, length);
        const path = new TextDecoder().decode(memory.bytes.slice(at, at + length));
        if (this.#armed) assert(Object.hasOwn(this.#allowed, path), `open of ${path}`);
        const fd = calls.open(at, length);
        if (fd >= 0) this.#files.set(fd, { path });
        return fd;
      },
      close: (fd) => {
        note('close');
        assert(this.#files.delete(fd), `close of descriptor ${fd}`);
        return calls.close(fd);
      },
      ioctl: (fd, number, at, length) => {
        const request = number >>> 0;
        inside(at, length);
        const file = this.#files.get(fd);
        assert(file !== undefined, `ioctl on descriptor ${fd}`);
        note(ioctlOf(request)?.name ?? 'unknown');
        if (this.#armed) this.#check(file, request, memory.view, at);
        const result = calls.ioctl(fd, request, at, length);
        if (result >= 0 && request === uapi.GPIO_V2_GET_LINE_IOCTL) {
          const made = readStruct(memory.view, at, uapi.gpio_v2_line_request);
          const offsets = made.offsets.slice(0, made.num_lines);
          this.#files.set(made.fd, { path: file.path, offsets });
        }
        return result;
      },
      read: (fd, at, length) => {
        note('read');
        inside(at, length);
        assert(this.#files.has(fd), `read of descriptor ${fd}`);
        return calls.read(fd, at, length);
      },
      poll: (at, count, timeoutNs) => {
        note('poll');
        inside(at, count * 8);
        for (let i = 0; i < count; i += 1) {
          const fd = memory.view.getInt32(at + i * 8, true);
          assert(this.#files.has(fd), `poll of descriptor ${fd}`);
        }
        return calls.poll(at, count, timeoutNs);
      },
      stat: () => assert(false, 'stat') ?? 0,
      realpath: () => assert(false, 'realpath') ?? 0,
    };
  }

  #allowance({ path }: Chip, offset: number): Allowance {
    const allowance = this.#allowed[path]?.[offset];
    assert(allowance !== undefined, `line ${offset} of ${path}`);
    return allowance;
  }

  #check(file: Chip | Request, request: number, view: DataView, at: number): void {
    if ('offsets' in file) this.#checkRequestIoctl(file, request, view, at);
    else this.#checkChipIoctl(file, request, view, at);
  }

  #checkChipIoctl(file: Chip, request: number, view: DataView, at: number): void {
    switch (request) {
      case uapi.GPIO_GET_CHIPINFO_IOCTL:
        return;
      case uapi.GPIO_V2_GET_LINEINFO_IOCTL:
      case uapi.GPIO_V2_GET_LINEINFO_WATCH_IOCTL: {
        const { offset, ...rest } = readStruct(view, at, uapi.gpio_v2_line_info);
        const { watch } = this.#allowance(file, offset);
        if (request === uapi.GPIO_V2_GET_LINEINFO_WATCH_IOCTL) {
          assert(watch === true, 'a watch');
          this.#checkPresence({ ...file, offsets: [offset] });
        }
        assert(rest.name === '' && rest.flags === 0n && rest.num_attrs === 0, 'leftovers');
        return;
      }
      case uapi.GPIO_GET_LINEINFO_UNWATCH_IOCTL:
        assert(this.#allowance(file, view.getUint32(at, true)).watch === true, 'an unwatch');
        return;
      case uapi.GPIO_V2_GET_LINE_IOCTL: {
        const wanted = readStruct(view, at, uapi.gpio_v2_line_request);
        const count = wanted.num_lines;
        assert(count > 0 && count <= 64, `${count} lines`);
        assert(
          wanted.offsets.slice(count).every((offset) => offset === 0),
          'leftover offsets',
        );
        assert(
          wanted.padding.every((word) => word === 0),
          'padding',
        );
        const { consumer } = wanted;
        assert(consumer.split(':')[0] === this.#owner, `consumer ${consumer}`);
        assert(!/\p{Cc}/u.test(consumer), `control characters in ${JSON.stringify(consumer)}`);
        assert(wanted.event_buffer_size <= 1024, `event buffer of ${wanted.event_buffer_size}`);
        this.#checkConfig(
          { path: file.path, offsets: wanted.offsets.slice(0, count) },
          wanted.config,
        );
        return;
      }
      default:
        assert(false, `ioctl ${request.toString(16)} on a chip`);
    }
  }

  #checkRequestIoctl(file: Request, request: number, view: DataView, at: number): void {
    this.#checkPresence(file);
    if (request === uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL) {
      this.#checkConfig(file, readStruct(view, at, uapi.gpio_v2_line_config));
      return;
    }
    const { bits, mask } = readStruct(view, at, uapi.gpio_v2_line_values);
    assert(mask >> BigInt(file.offsets.length) === 0n, `mask ${mask.toString(16)}`);
    assert((bits & ~mask) === 0n, `bits ${bits.toString(16)}`);
    if (request === uapi.GPIO_V2_LINE_GET_VALUES_IOCTL) return;
    assert(request === uapi.GPIO_V2_LINE_SET_VALUES_IOCTL, `ioctl ${request.toString(16)}`);
    file.offsets.forEach((offset, i) => {
      if (((mask >> BigInt(i)) & 1n) === 0n) return;
      const { flags } = this.#allowance(file, offset);
      assert((flags & flag.OUTPUT) !== 0, `a value for line ${offset} of ${file.path}`);
    });
  }

  #checkConfig(file: Request, config: Config): void {
    this.#checkPresence(file);
    assert(config.num_attrs <= 10, `${config.num_attrs} attributes`);
    assert(
      config.padding.every((word) => word === 0),
      'padding of the config',
    );
    for (const [i, { attr, mask }] of config.attrs.entries()) {
      const used = i < config.num_attrs;
      assert(used ? attr.id >= 1 && attr.id <= 3 : attr.id === 0, `attribute ${attr.id}`);
      assert(attr.padding === 0 && (used || (mask === 0n && attr.values === 0n)), 'leftovers');
      assert(mask >> BigInt(file.offsets.length) === 0n, `mask ${mask.toString(16)}`);
    }
    file.offsets.forEach((offset, i) => {
      const id = uapi.gpio_v2_line_attr_id;
      const flags = attribute(config, id.FLAGS, i) ?? config.flags;
      const period = attribute(config, id.DEBOUNCE, i);
      this.#checkLine(file, offset, flags, period);
    });
  }

  #checkLine(file: Request, offset: number, wanted: bigint, period: bigint | undefined): void {
    const { flags: allowed, fixed = [], debounce = false } = this.#allowance(file, offset);
    const where = `line ${offset} of ${file.path}: flags ${wanted.toString(16)}`;
    assert(wanted < 0x2000n, where);
    const flags = Number(wanted);
    const direction = flags & (flag.INPUT | flag.OUTPUT);
    if (direction === 0) {
      const both = flag.INPUT | flag.OUTPUT;
      assert((allowed & both) === both, `${where}, without a direction`);
    }
    let rest = flags;
    for (const { mask, flags: demanded } of fixed) {
      const effective = mask !== (flag.OPEN_DRAIN | flag.OPEN_SOURCE) || direction === flag.OUTPUT;
      if (effective) assert((flags & mask) === demanded, `${where}, against what is fixed`);
      rest &= ~demanded;
    }
    assert((rest & ~allowed) === 0, where);
    if (!debounce && period !== undefined) {
      assert((period & 0xffff_ffffn) === 0n, `${where}, debounced by ${period}`);
    }
  }
}
