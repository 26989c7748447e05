import * as uapi from '../../../ts/kernel/generated/uapi.js';
import { GuestMemory } from '../../../ts/kernel/guest-memory.js';
import type { HostCalls } from '../../../ts/kernel/kernel.js';
import { writeStruct } from '../../../ts/kernel/uapi.js';
import type { Random } from '../../differential/random.js';

const PAGE = 0x1_0000;
const flag = uapi.gpio_v2_line_flag;
const requests = uapi.ioctls.map(({ request }) => request);
const sizeOf = (request: number): number => (request >>> 16) & 0x3fff;

const paths = [
  '/dev/gpiochip0',
  '/dev/gpiochip1',
  '/dev/gpiochip2',
  '/dev/../dev//gpiochip0',
  '/dev/gpiochip0/',
  '/dev/gpiochip0/../gpiochip1',
  'dev/gpiochip0',
  '../../dev/gpiochip0',
  '/dev/gpiochip0\0',
  '/dev/mem',
  '/dev/null',
  '/etc/passwd',
  '/proc/self/fd/3',
  '/sys/dev/char/254:0/subsystem',
  '/sys/dev/char/254:1/../254:0',
  '/sys/bus/gpio/devices/gpiochip0/subsystem/devices/gpiochip0',
  '/sys/class/gpio/export',
  '.',
  '/',
  '',
];

const wellFormed = [
  flag.INPUT,
  flag.OUTPUT,
  flag.INPUT | flag.EDGE_RISING | flag.EDGE_FALLING,
  flag.OUTPUT | flag.OPEN_DRAIN,
  flag.INPUT | flag.BIAS_PULL_UP,
  flag.OUTPUT | flag.ACTIVE_LOW,
  0,
];

/** A guest that was written to get out: whatever it does is decided by `random`. */
export class HostileGuest {
  readonly memory = new GuestMemory();
  readonly #calls: HostCalls;
  readonly #random: Random;
  readonly #fds: number[] = [];
  /** The last calls, the newest at the end. */
  readonly history: string[] = [];

  constructor(attach: (memory: GuestMemory) => HostCalls, random: Random) {
    this.memory.use(new WebAssembly.Memory({ initial: 1 }));
    this.#calls = attach(this.memory);
    this.#random = random;
  }

  /** Makes one call. Returns its result. */
  step(): number {
    const kind = this.#random.weighted({
      open: 6,
      close: 3,
      ioctl: 30,
      request: 14,
      values: 12,
      config: 8,
      read: 4,
      poll: 6,
      stat: 3,
      realpath: 3,
    });
    if (kind === 'open') return this.#open();
    if (kind === 'close') return this.#close();
    if (kind === 'ioctl') return this.#anyIoctl();
    if (kind === 'request') return this.#request();
    if (kind === 'values') return this.#values();
    if (kind === 'config') return this.#config();
    if (kind === 'read') return this.#read();
    if (kind === 'poll') return this.#poll();
    return this.#path(kind);
  }

  #log(call: string): void {
    this.history.push(call);
    if (this.history.length > 12) this.history.shift();
  }

  /** Somewhere: mostly where `size` bytes fit, but also at the end and beyond. */
  #pointer(size: number): number {
    const random = this.#random;
    if (!random.once(12)) return random.below(PAGE - size);
    return random.pick([
      PAGE - size,
      PAGE - size + 1,
      PAGE - 1,
      PAGE,
      -1,
      -size,
      random.bits() | 0,
    ]);
  }

  #fd(): number {
    const random = this.#random;
    if (this.#fds.length > 0 && !random.once(10)) return random.pick(this.#fds);
    return random.pick([-1, 0, 1, 2, 3, 7, 1000, 2 ** 31 - 1, -(2 ** 31), random.bits() | 0]);
  }

  #writePath(): { at: number; length: number } {
    const random = this.#random;
    const bytes = new TextEncoder().encode(random.pick(paths));
    if (random.once(8) && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
    const at = random.below(PAGE - 256);
    this.memory.bytes.set(bytes, at);
    if (random.once(10)) return { at: this.#pointer(bytes.length), length: bytes.length };
    if (random.once(20)) return { at, length: random.pick([-1, 4096, 65536, random.bits() | 0]) };
    return { at, length: bytes.length };
  }

  #open(): number {
    const { at, length } = this.#writePath();
    this.#log(`open(${at}, ${length})`);
    return this.#keep(this.#calls.open(at, length));
  }

  #keep(fd: number): number {
    if (fd >= 0) this.#fds.push(fd);
    return fd;
  }

  #close(): number {
    const fd = this.#fd();
    this.#log(`close(${fd})`);
    const result = this.#calls.close(fd);
    if (result === 0) this.#fds.splice(this.#fds.indexOf(fd), 1);
    return result;
  }

  #ioctl(request: number, at: number, length = sizeOf(request)): number {
    const fd = this.#fd();
    this.#log(`ioctl(${fd}, 0x${(request >>> 0).toString(16)}, ${at}, ${length})`);
    const result = this.#calls.ioctl(fd, request | 0, at, length);
    const made = request >>> 0 === uapi.GPIO_V2_GET_LINE_IOCTL && result === 0;
    if (made) this.#keep(this.memory.view.getInt32((at >>> 0) + 588, true));
    return result;
  }

  #anyIoctl(): number {
    const random = this.#random;
    let request = random.pick(requests);
    if (random.once(4)) request = (request ^ (1 << random.below(32))) >>> 0;
    if (random.once(20)) request = random.bits();
    const at = this.#pointer(sizeOf(request));
    if (this.memory.contains(at >>> 0, sizeOf(request))) this.#scribble(at, sizeOf(request));
    const length = random.once(30) ? random.below(PAGE) : sizeOf(request);
    return this.#ioctl(request, at, length);
  }

  /** Random bytes, most of them zero; the first word a small number. */
  #scribble(at: number, size: number): void {
    const random = this.#random;
    const bytes = this.memory.bytes.subarray(at, at + size);
    bytes.fill(0);
    for (let left = random.below(12); left > 0; left -= 1) {
      if (size > 0) bytes[random.below(size)] = random.pick([1, 2, 255, random.below(256)]);
    }
    if (size >= 68 && random.once(2)) this.memory.view.setUint32(at + 64, random.below(8), true);
    if (size >= 4 && random.once(2)) this.memory.view.setUint32(at, random.below(8), true);
  }

  #mutate(at: number, size: number): void {
    const random = this.#random;
    while (random.once(3)) this.memory.bytes[at + random.below(size)] = random.below(256);
  }

  #flags(): bigint {
    const random = this.#random;
    if (random.once(6)) return random.bits64();
    if (random.once(3)) return BigInt(random.below(0x2000));
    return BigInt(random.pick(wellFormed));
  }

  #someConfig(): Parameters<typeof writeStruct<typeof uapi.gpio_v2_line_config>>[3] {
    const random = this.#random;
    if (random.once(2)) return { flags: BigInt(random.pick(wellFormed)) };
    const count = random.pick([0, 0, 1, 2, 3, 10, random.once(10) ? random.bits() : 1]);
    return {
      flags: this.#flags(),
      num_attrs: count,
      attrs: Array.from({ length: Math.min(count, 10) }, () => {
        const id = random.pick([1, 2, 3, random.once(10) ? random.bits() : 1]);
        const values = id === 1 ? this.#flags() : BigInt(random.below(300));
        const mask = random.pick([1n, 3n, 2n, 0xffn, random.bits64()]);
        return { attr: { id, values }, mask };
      }),
    };
  }

  #request(): number {
    const random = this.#random;
    const size = uapi.gpio_v2_line_request.size;
    const at = random.below(PAGE - size);
    this.memory.bytes.fill(0, at, at + size);
    const count = random.pick([1, 1, 1, 2, 3, 8, 64, random.once(10) ? random.bits() : 1]);
    writeStruct(this.memory.view, at, uapi.gpio_v2_line_request, {
      offsets: Array.from({ length: Math.min(count, 64) }, () =>
        random.once(20) ? random.bits() : random.below(6),
      ),
      num_lines: count,
      consumer: random.pick(['', 'x', 'hostile', '\u001b[2J', 'ä'.repeat(14)]),
      event_buffer_size: random.pick([0, 0, 2, 64, 5000, random.bits()]),
      config: this.#someConfig(),
    });
    if (random.once(3)) this.#mutate(at, size);
    return this.#ioctl(uapi.GPIO_V2_GET_LINE_IOCTL, at);
  }

  #values(): number {
    const random = this.#random;
    const at = random.below(PAGE - uapi.gpio_v2_line_values.size);
    const mask = random.pick([1n, 3n, random.bits64()]);
    writeStruct(this.memory.view, at, uapi.gpio_v2_line_values, { bits: random.bits64(), mask });
    return this.#ioctl(
      random.pick([uapi.GPIO_V2_LINE_GET_VALUES_IOCTL, uapi.GPIO_V2_LINE_SET_VALUES_IOCTL]),
      at,
    );
  }

  #config(): number {
    const random = this.#random;
    const size = uapi.gpio_v2_line_config.size;
    const at = random.below(PAGE - size);
    this.memory.bytes.fill(0, at, at + size);
    writeStruct(this.memory.view, at, uapi.gpio_v2_line_config, this.#someConfig());
    if (random.once(3)) this.#mutate(at, size);
    return this.#ioctl(uapi.GPIO_V2_LINE_SET_CONFIG_IOCTL, at);
  }

  /** Only what is ready: reading anything else would block, as it should. */
  #read(): number {
    const random = this.#random;
    const ready = [...this.#fds, this.#fd()].filter((fd) => {
      this.memory.view.setInt32(0, fd, true);
      this.memory.view.setInt32(4, 1, true);
      return this.#calls.poll(0, 1, 0n) > 0;
    });
    if (ready.length === 0) return 0;
    const fd = random.pick(ready);
    const length = random.pick([0, 1, 47, 48, 100, 288, 4096, PAGE, -1, random.bits() | 0]);
    const at = this.#pointer(Math.min(length >>> 0, PAGE - 1));
    this.#log(`read(${fd}, ${at}, ${length})`);
    return this.#calls.read(fd, at, length);
  }

  #poll(): number {
    const random = this.#random;
    const count = random.pick([0, 1, 2, 5, 1024, 1025, 8192, -1, random.bits() | 0]);
    const used = Math.min(count >>> 0, 5);
    const at = this.#pointer(Math.min((count >>> 0) * 8, PAGE - 8));
    for (let i = 0; i < used && this.memory.contains(at >>> 0, used * 8); i += 1) {
      this.memory.view.setInt32(at + i * 8, this.#fd(), true);
      this.memory.view.setInt32(at + i * 8 + 4, random.bits() | 0, true);
    }
    this.#log(`poll(${at}, ${count})`);
    return this.#calls.poll(at, count, random.pick([0n, 0n, 1n]));
  }

  #path(kind: 'stat' | 'realpath'): number {
    const random = this.#random;
    const { at, length } = this.#writePath();
    const outLength = random.pick([12, 0, 11, 4096, -1, random.bits() | 0]);
    const out = this.#pointer(Math.min(outLength >>> 0, PAGE - 1));
    this.#log(`${kind}(${at}, ${length}, ${out}, ${outLength})`);
    if (kind === 'stat') return this.#calls.stat(at, length, random.below(2), out, outLength);
    return this.#calls.realpath(at, length, out, outLength);
  }
}
