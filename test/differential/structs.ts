import * as uapi from '../../ts/kernel/generated/uapi.js';
import { type StructInit, type StructLayout, writeStruct } from '../../ts/kernel/uapi.js';
import type { Random } from './random.js';

const flag = uapi.gpio_v2_line_flag;
const attr = uapi.gpio_v2_line_attr_id;

const ALL_LINES = (1n << 64n) - 1n;

/** Microseconds. The rig's kernel counts in ticks of 10 ms, and from 64 of them up in steps of 8. */
const PERIODS = [0, 0, 1, 5000, 150_000, 300_000, 500_000];

function bytesOf<const Layout extends StructLayout>(
  layout: Layout,
  init: StructInit<Layout>,
): Uint8Array {
  const bytes = new Uint8Array(layout.size);
  writeStruct(new DataView(bytes.buffer), 0, layout, init);
  return bytes;
}

/** Sets one byte somewhere, now and then: padding, unused places, anything. */
function spoil(random: Random, bytes: Uint8Array, rarity = 60): Uint8Array {
  if (random.once(rarity)) bytes[random.below(bytes.length)] = 1 + random.below(255);
  return bytes;
}

/** Flags of which most are allowed together. */
function lineFlags(random: Random): number {
  if (random.once(40)) return random.bits() & 0x3fff;
  let flags = random.once(3) ? flag.ACTIVE_LOW : 0;
  if (random.once(6)) flags |= flag.EVENT_CLOCK_REALTIME;
  if (random.once(150)) flags |= flag.EVENT_CLOCK_HTE;
  const direction = random.weighted({ input: 10, output: 8, asIs: 3, both: 0.1, any: 0.3 });
  if (direction === 'asIs') return flags;
  const bias = [0, 0, 0, flag.BIAS_PULL_UP, flag.BIAS_PULL_DOWN, flag.BIAS_DISABLED];
  flags |= random.pick(bias);
  if (direction === 'input' || direction === 'both') flags |= flag.INPUT;
  if (direction === 'output' || direction === 'both') flags |= flag.OUTPUT;
  const edges = random.pick([0, flag.EDGE_RISING, flag.EDGE_FALLING, 0x30, 0x30]);
  if (direction === 'input' || random.once(100)) flags |= edges;
  const drive = random.pick([0, 0, flag.OPEN_DRAIN, flag.OPEN_SOURCE]);
  if (direction === 'output' || random.once(100)) flags |= drive;
  return flags;
}

function lineConfig(random: Random): StructInit<typeof uapi.gpio_v2_line_config> {
  const count = random.weighted({ none: 8, few: 8, many: 1 });
  const attributes = count === 'none' ? 0 : 1 + random.below(count === 'few' ? 3 : 10);
  const attrs = Array.from({ length: attributes }, () => {
    const mask = random.pick([random.bits64(), ALL_LINES, 1n << BigInt(random.below(8))]);
    const kind = random.weighted({ flags: 3, values: 3, debounce: 2, unknown: 0.2 });
    if (kind === 'flags') {
      return { attr: { id: attr.FLAGS, flags: BigInt(lineFlags(random)) }, mask };
    }
    if (kind === 'values') {
      return { attr: { id: attr.OUTPUT_VALUES, values: random.bits64() }, mask };
    }
    const id = kind === 'debounce' ? attr.DEBOUNCE : random.pick([0, 4, 77]);
    return { attr: { id, debounce_period_us: random.pick(PERIODS) }, mask };
  });
  const num_attrs = random.once(80) ? random.below(14) : attributes;
  return { flags: BigInt(lineFlags(random)), num_attrs, attrs };
}

/** The argument of GPIO_V2_LINE_SET_CONFIG_IOCTL. */
export function configBytes(random: Random): Uint8Array {
  return spoil(random, bytesOf(uapi.gpio_v2_line_config, lineConfig(random)));
}

/** The argument of GPIO_V2_GET_LINE_IOCTL, for a chip of so many lines. */
export function requestBytes(
  random: Random,
  lines: number,
  taken: ReadonlySet<number>,
): Uint8Array {
  const all = Array.from({ length: lines }, (_, offset) => offset);
  const free = random.once(8) ? all : all.filter((offset) => !taken.has(offset));
  const wanted = random.weighted({ one: 8, few: 8, all: 1 });
  let count = Math.max(free.length, 1);
  if (wanted === 'one') count = 1;
  else if (wanted === 'few') count = Math.min(1 + random.below(6), count);
  const offsets = Array.from({ length: Math.min(count, 64) }, () => {
    if (random.once(100)) return random.below(lines + 2);
    return free.splice(random.below(free.length), 1)[0] ?? 0;
  });
  const bytes = bytesOf(uapi.gpio_v2_line_request, {
    offsets,
    num_lines: random.once(50) ? random.pick([0, 1, 2, 64, 65, 2 ** 31]) : offsets.length,
    config: lineConfig(random),
    event_buffer_size: random.pick([0, 0, 0, 0, 0, 1, 2, 2, 3, 4, 7, 16, 900, 5000]),
  });
  const { consumer } = uapi.gpio_v2_line_request.members;
  const length = random.pick([0, 1, 5, 12, 31, 32]);
  for (let i = 0; i < length; i += 1) {
    bytes[consumer.offset + i] = random.once(8) ? random.below(256) : 97 + random.below(26);
  }
  return spoil(random, bytes);
}

/** The argument of the line info ioctls. */
export function lineInfoBytes(random: Random, lines: number): Uint8Array {
  const offset = random.once(15)
    ? random.pick([lines, lines + 1, 2 ** 32 - 1])
    : random.below(lines);
  const bytes = bytesOf(uapi.gpio_v2_line_info, { offset });
  if (random.once(4)) bytes.fill(0x5a, 0, 32);
  return spoil(random, bytes, 20);
}

/** The argument of GPIO_V2_LINE_GET_VALUES_IOCTL and SET_VALUES. */
export function valuesBytes(random: Random): Uint8Array {
  const single = 1n << BigInt(random.below(4));
  const mask = random.pick([random.bits64(), ALL_LINES, single, BigInt(random.below(16))]);
  return bytesOf(uapi.gpio_v2_line_values, { bits: random.bits64(), mask });
}

/** The argument of GPIO_GET_LINEINFO_UNWATCH_IOCTL. */
export function offsetBytes(random: Random, lines: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, random.below(lines + 1), true);
  return bytes;
}

/** Any bytes for any request, of which most are known. */
export function anyRequest(random: Random): { request: number; bytes: Uint8Array } {
  const { request } = random.pick(uapi.ioctls);
  const changed = random.once(3) ? request ^ (1 << random.below(32)) : request;
  const bytes = new Uint8Array((changed >>> 16) & 0x3fff);
  if (random.once(2)) for (let i = 0; i < bytes.length; i += 1) bytes[i] = random.bits() & 0xff;
  return { request: changed >>> 0, bytes };
}
