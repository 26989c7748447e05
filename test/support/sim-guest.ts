import {
  GPIO_V2_GET_LINE_IOCTL,
  GPIO_V2_GET_LINEINFO_IOCTL,
  GPIO_V2_GET_LINEINFO_WATCH_IOCTL,
  GPIO_V2_LINE_GET_VALUES_IOCTL,
  GPIO_V2_LINE_SET_CONFIG_IOCTL,
  GPIO_V2_LINE_SET_VALUES_IOCTL,
  gpio_v2_line_config,
  gpio_v2_line_event,
  gpio_v2_line_info,
  gpio_v2_line_info_changed,
  gpio_v2_line_request,
  gpio_v2_line_values,
} from '../../ts/kernel/generated/uapi.js';
import { GuestMemory } from '../../ts/kernel/guest-memory.js';
import type { HostCalls, Kernel } from '../../ts/kernel/kernel.js';
import {
  readStruct,
  type StructInit,
  type StructLayout,
  type StructValue,
  writeStruct,
} from '../../ts/kernel/uapi.js';

const PATH = 16;
const ARGUMENT = 8192;
const OUT = 16384;

/** Settings of all lines of a request: flags, or a whole configuration. */
type Config = number | StructInit<typeof gpio_v2_line_config>;

function configOf(config: Config): StructInit<typeof gpio_v2_line_config> {
  return typeof config === 'number' ? { flags: BigInt(config) } : config;
}

/** A guest that makes the uAPI's calls itself, without libgpiod. Results are >= 0 or a negated errno. */
export class SimGuest {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  readonly view = new DataView(this.memory.buffer);
  readonly calls: HostCalls;

  constructor(kernel: Kernel) {
    const memory = new GuestMemory();
    this.calls = kernel.attach(memory);
    memory.use(this.memory);
  }

  #path(text: string): number {
    const bytes = new TextEncoder().encode(text);
    new Uint8Array(this.memory.buffer).set(bytes, PATH);
    return bytes.length;
  }

  open(path: string): number {
    return this.calls.open(PATH, this.#path(path));
  }

  /** [mode, major, minor], or a negated errno. */
  stat(path: string, follow: 0 | 1 = 1): number[] | number {
    const result = this.calls.stat(PATH, this.#path(path), follow, OUT, 12);
    return result < 0 ? result : [0, 4, 8].map((at) => this.view.getUint32(OUT + at, true));
  }

  realpath(path: string, room = 4096): string | number {
    const length = this.calls.realpath(PATH, this.#path(path), OUT, room);
    if (length < 0) return length;
    return new TextDecoder().decode(new Uint8Array(this.memory.buffer, OUT, length));
  }

  ioctl<const Layout extends StructLayout>(
    fd: number,
    request: number,
    layout: Layout,
    init: StructInit<Layout>,
  ): number {
    new Uint8Array(this.memory.buffer, ARGUMENT, layout.size).fill(0);
    writeStruct(this.view, ARGUMENT, layout, init);
    return this.calls.ioctl(fd, request | 0, ARGUMENT, layout.size);
  }

  /** The struct that the last ioctl left. */
  argument<const Layout extends StructLayout>(layout: Layout): StructValue<Layout> {
    return readStruct(this.view, ARGUMENT, layout);
  }

  /** A new request's descriptor. */
  request(
    chip: number,
    offsets: readonly number[],
    config: Config,
    more: StructInit<typeof gpio_v2_line_request> = {},
  ): number {
    const result = this.ioctl(chip, GPIO_V2_GET_LINE_IOCTL, gpio_v2_line_request, {
      offsets,
      num_lines: offsets.length,
      config: configOf(config),
      ...more,
    });
    return result < 0 ? result : this.argument(gpio_v2_line_request).fd;
  }

  configure(request: number, config: Config): number {
    const init = configOf(config);
    return this.ioctl(request, GPIO_V2_LINE_SET_CONFIG_IOCTL, gpio_v2_line_config, init);
  }

  /** Logical values as bits. */
  values(request: number, mask = 0xffn): bigint | number {
    const init = { mask };
    const code = GPIO_V2_LINE_GET_VALUES_IOCTL;
    const result = this.ioctl(request, code, gpio_v2_line_values, init);
    return result < 0 ? result : this.argument(gpio_v2_line_values).bits;
  }

  setValues(request: number, bits: bigint, mask = 0xffn): number {
    return this.ioctl(request, GPIO_V2_LINE_SET_VALUES_IOCTL, gpio_v2_line_values, { bits, mask });
  }

  info(chip: number, offset: number): StructValue<typeof gpio_v2_line_info> {
    this.ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, gpio_v2_line_info, { offset });
    return this.argument(gpio_v2_line_info);
  }

  watchInfo(chip: number, offset: number): number {
    return this.ioctl(chip, GPIO_V2_GET_LINEINFO_WATCH_IOCTL, gpio_v2_line_info, { offset });
  }

  read(fd: number, length = 16384): number {
    return this.calls.read(fd, OUT, length);
  }

  #events<const Layout extends StructLayout>(fd: number, layout: Layout): StructValue<Layout>[] {
    if (this.poll([fd], 0n) !== 1) return [];
    const count = this.read(fd) / layout.size;
    return Array.from({ length: count }, (_, i) =>
      readStruct(this.view, OUT + i * layout.size, layout),
    );
  }

  /** All edge events that wait; none where none does. */
  edges(request: number): StructValue<typeof gpio_v2_line_event>[] {
    return this.#events(request, gpio_v2_line_event);
  }

  /** All info events that wait. */
  changes(chip: number): StructValue<typeof gpio_v2_line_info_changed>[] {
    return this.#events(chip, gpio_v2_line_info_changed);
  }

  /** Waits for input on any of some descriptors. */
  poll(fds: readonly number[], timeoutNs: bigint): number {
    for (const [i, fd] of fds.entries()) {
      this.view.setInt32(ARGUMENT + i * 8, fd, true);
      this.view.setUint32(ARGUMENT + i * 8 + 4, 1, true);
    }
    return this.calls.poll(ARGUMENT, fds.length, timeoutNs);
  }

  /** Conditions that the last poll found. */
  conditions(index = 0): number {
    return this.view.getUint16(ARGUMENT + index * 8 + 6, true);
  }
}
