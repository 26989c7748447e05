import { ERRNO } from '../kernel/errno.js';
import {
  GPIO_V2_LINE_NUM_ATTRS_MAX,
  gpio_v2_line_attr_id,
  gpio_v2_line_attribute,
  gpio_v2_line_config,
  gpio_v2_line_config_attribute,
} from '../kernel/generated/uapi.js';
import { isZero } from '../kernel/uapi.js';
import type { GrantedLine } from './granted-line.js';
import { type Refused, refusal, rightsFor } from './refusal.js';
import { OUTPUT, REQUEST_FLAGS } from './rights.js';

const CONFIG = gpio_v2_line_config.members;
const ATTRIBUTES = CONFIG.attrs.offset;
const ATTRIBUTE_SIZE = gpio_v2_line_config_attribute.size;
const MASK = gpio_v2_line_config_attribute.members.mask.offset;
const { id: ID, padding: PADDING, values: VALUE } = gpio_v2_line_attribute.members;
const { FLAGS, OUTPUT_VALUES, DEBOUNCE } = gpio_v2_line_attr_id;
const UNKNOWN_FLAGS = ~BigInt(REQUEST_FLAGS);

interface Attribute {
  readonly id: number;
  readonly mask: bigint;
  /** All 64 bits of the union. */
  readonly value: bigint;
}

interface Config {
  readonly flags: bigint;
  readonly attributes: readonly Attribute[];
}

/** What one line is asked to be. */
interface LineSettings {
  readonly flags: number;
  /** The first value of an output: undefined where the guest gives none. */
  readonly value: boolean | undefined;
  readonly debouncePeriodUs: number | undefined;
}

/** Reads a config. Returns a negated errno for one that Linux would refuse, or may not understand. */
function readConfig(view: DataView, at: number): Config | number {
  const count = view.getUint32(at + CONFIG.num_attrs.offset, true);
  const flags = view.getBigUint64(at + CONFIG.flags.offset, true);
  if (count > GPIO_V2_LINE_NUM_ATTRS_MAX) return -ERRNO.EINVAL;
  if (!isZero(view, at + CONFIG.padding.offset, CONFIG.padding.size)) return -ERRNO.EINVAL;
  if ((flags & UNKNOWN_FLAGS) !== 0n) return -ERRNO.EINVAL;
  const attributes: Attribute[] = [];
  for (let i = 0; i < GPIO_V2_LINE_NUM_ATTRS_MAX; i += 1) {
    const from = at + ATTRIBUTES + i * ATTRIBUTE_SIZE;
    if (i >= count) {
      if (!isZero(view, from, ATTRIBUTE_SIZE)) return -ERRNO.EINVAL;
      continue;
    }
    if (!isZero(view, from + PADDING.offset, PADDING.size)) return -ERRNO.EINVAL;
    const id = view.getUint32(from + ID.offset, true);
    const value = view.getBigUint64(from + VALUE.offset, true);
    if (id !== FLAGS && id !== OUTPUT_VALUES && id !== DEBOUNCE) return -ERRNO.EINVAL;
    if (id === FLAGS && (value & UNKNOWN_FLAGS) !== 0n) return -ERRNO.EINVAL;
    attributes.push({ id, value, mask: view.getBigUint64(from + MASK, true) });
  }
  return { flags, attributes };
}

/** What the config says of one line. Of several attributes of a kind the first holds, as in Linux. */
function asked({ flags, attributes }: Config, index: number): LineSettings {
  const bit = 1n << BigInt(index);
  const find = (id: number): bigint | undefined =>
    attributes.find((each) => each.id === id && (each.mask & bit) !== 0n)?.value;
  const values = find(OUTPUT_VALUES);
  const period = find(DEBOUNCE);
  return {
    flags: Number(find(FLAGS) ?? flags),
    value: values === undefined ? undefined : (values & bit) !== 0n,
    debouncePeriodUs: period === undefined ? undefined : Number(period & 0xffff_ffffn),
  };
}

/** What to ask of the kernel for one line; a negated errno where the guest may not ask for it. */
function granted(line: GrantedLine, wanted: LineSettings): LineSettings | number {
  const flags = line.flags(wanted.flags);
  if (flags < 0) return flags;
  const debouncePeriodUs = line.debouncePeriod(wanted.debouncePeriodUs, flags);
  if (debouncePeriodUs !== undefined && debouncePeriodUs < 0) return debouncePeriodUs;
  return { flags, debouncePeriodUs, value: (flags & OUTPUT) === 0 ? undefined : wanted.value };
}

/** Settings that differ between lines as masks of the lines that have each. */
function masks<T>(lines: readonly LineSettings[], of: (line: LineSettings) => T): Map<T, bigint> {
  const found = new Map<T, bigint>();
  lines.forEach((line, i) => {
    const value = of(line);
    found.set(value, (found.get(value) ?? 0n) | (1n << BigInt(i)));
  });
  return found;
}

function attributesOf(lines: readonly LineSettings[], common: number): Attribute[] {
  const attributes: Attribute[] = [];
  for (const [flags, mask] of masks(lines, (line) => line.flags)) {
    if (flags !== common) attributes.push({ id: FLAGS, value: BigInt(flags), mask });
  }
  for (const [period, mask] of masks(lines, (line) => line.debouncePeriodUs)) {
    if (period !== undefined) attributes.push({ id: DEBOUNCE, value: BigInt(period), mask });
  }
  const valued = masks(lines, (line) => line.value);
  const high = valued.get(true) ?? 0n;
  const mask = high | (valued.get(false) ?? 0n);
  if (mask !== 0n) attributes.push({ id: OUTPUT_VALUES, value: high, mask });
  return attributes;
}

/**
 * Writes a struct gpio_v2_line_config for `lines` that asks the kernel for what the guest's asks, as
 * far as it was granted and with what is fixed. Where that takes more different settings than the
 * struct has room for it is -E2BIG. Returns 0 or a negated errno; `refused` is told why it is -EPERM.
 */
export function translateConfig(
  view: DataView,
  at: number,
  lines: readonly GrantedLine[],
  out: DataView,
  outAt: number,
  refused: Refused,
): number {
  const config = readConfig(view, at);
  if (typeof config === 'number') return config;
  const settings: LineSettings[] = [];
  for (const [i, line] of lines.entries()) {
    const wanted = asked(config, i);
    const allowed = granted(line, wanted);
    if (typeof allowed === 'number') {
      refused(refusal(line, rightsFor(wanted.flags, wanted.debouncePeriodUs !== undefined)));
      return allowed;
    }
    settings.push(allowed);
  }
  const common = settings[0]?.flags ?? 0;
  const attributes = attributesOf(settings, common);
  if (attributes.length > GPIO_V2_LINE_NUM_ATTRS_MAX) return -ERRNO.E2BIG;
  new Uint8Array(out.buffer, out.byteOffset + outAt, gpio_v2_line_config.size).fill(0);
  out.setBigUint64(outAt + CONFIG.flags.offset, BigInt(common), true);
  out.setUint32(outAt + CONFIG.num_attrs.offset, attributes.length, true);
  attributes.forEach(({ id, mask, value }, i) => {
    const to = outAt + ATTRIBUTES + i * ATTRIBUTE_SIZE;
    out.setUint32(to + ID.offset, id, true);
    out.setBigUint64(to + VALUE.offset, value, true);
    out.setBigUint64(to + MASK, mask, true);
  });
  return 0;
}
