import { ERRNO } from '../kernel/errno.js';
import {
  GPIO_V2_LINE_NUM_ATTRS_MAX,
  gpio_v2_line_attr_id,
  gpio_v2_line_attribute,
  gpio_v2_line_config,
  gpio_v2_line_config_attribute,
} from '../kernel/generated/uapi.js';
import { isZero } from '../kernel/uapi.js';
import {
  BIAS,
  BIAS_DISABLED,
  BIAS_PULL_DOWN,
  BIAS_PULL_UP,
  DIRECTION,
  DRIVE,
  EDGE,
  EVENT_CLOCK_HTE,
  INPUT,
  OUTPUT,
  VALID,
} from './line-flags.js';
import type { Level } from './wiring.js';

const CONFIG = gpio_v2_line_config.members;
const ATTRIBUTES = CONFIG.attrs.offset;
const ATTRIBUTE_SIZE = gpio_v2_line_config_attribute.size;
const MASK = gpio_v2_line_config_attribute.members.mask.offset;
const { id: ID, padding: PADDING, values: VALUE } = gpio_v2_line_attribute.members;

/** Stands for all flags from bit 32 up, none of which exists. */
const UNKNOWN_HIGH_FLAGS = 2 ** 31;

interface Attribute {
  readonly id: number;
  readonly mask: bigint;
  /** The union's 64 bits. */
  readonly value: bigint;
}

/** True where the flags contradict none of the kernel's rules; else the errno, negated. */
function checkFlags(flags: number): number {
  if ((flags & ~VALID) !== 0) return -ERRNO.EINVAL;
  // As a kernel without CONFIG_HTE, which is what nearly all machines run.
  if ((flags & EVENT_CLOCK_HTE) !== 0) return -ERRNO.EOPNOTSUPP;
  const bias = flags & BIAS;
  const valid =
    (flags & DIRECTION) !== DIRECTION &&
    ((flags & EDGE) === 0 || (flags & INPUT) !== 0) &&
    (flags & DRIVE) !== DRIVE &&
    ((flags & DRIVE) === 0 || (flags & OUTPUT) !== 0) &&
    (bias === 0 || (flags & DIRECTION) !== 0) &&
    (bias === 0 || bias === BIAS_DISABLED || bias === BIAS_PULL_UP || bias === BIAS_PULL_DOWN);
  return valid ? 0 : -ERRNO.EINVAL;
}

/**
 * A struct gpio_v2_line_config: flags for all lines, and attributes for some of them. Of several
 * attributes of a kind for one line, the first holds.
 */
export class LineConfig {
  readonly #flags: number;
  readonly #attributes: readonly Attribute[];

  private constructor(flags: number, attributes: readonly Attribute[]) {
    this.#flags = flags;
    this.#attributes = attributes;
  }

  /** Reads the struct at `at` and checks it for `lines` lines. Returns a negated errno if it is bad. */
  static read(view: DataView, at: number, lines: number): LineConfig | number {
    const count = view.getUint32(at + CONFIG.num_attrs.offset, true);
    if (count > GPIO_V2_LINE_NUM_ATTRS_MAX) return -ERRNO.EINVAL;
    if (!isZero(view, at + CONFIG.padding.offset, CONFIG.padding.size)) return -ERRNO.EINVAL;
    const attributes: Attribute[] = [];
    for (let i = 0; i < GPIO_V2_LINE_NUM_ATTRS_MAX; i += 1) {
      const attribute = at + ATTRIBUTES + i * ATTRIBUTE_SIZE;
      if (i >= count) {
        if (!isZero(view, attribute, ATTRIBUTE_SIZE)) return -ERRNO.EINVAL;
        continue;
      }
      if (!isZero(view, attribute + PADDING.offset, PADDING.size)) return -ERRNO.EINVAL;
      attributes.push({
        id: view.getUint32(attribute + ID.offset, true),
        mask: view.getBigUint64(attribute + MASK, true),
        value: view.getBigUint64(attribute + VALUE.offset, true),
      });
    }
    const config = new LineConfig(lowFlags(view.getBigUint64(at, true)), attributes);
    for (let line = 0; line < lines; line += 1) {
      const flags = config.flagsOf(line);
      const error = checkFlags(flags);
      if (error !== 0) return error;
      if (config.debounces(line) && (flags & INPUT) === 0) return -ERRNO.EINVAL;
    }
    return config;
  }

  #find(id: number, line: number): Attribute | undefined {
    const bit = 1n << BigInt(line);
    return this.#attributes.find((each) => each.id === id && (each.mask & bit) !== 0n);
  }

  flagsOf(line: number): number {
    const attribute = this.#find(gpio_v2_line_attr_id.FLAGS, line);
    return attribute === undefined ? this.#flags : lowFlags(attribute.value);
  }

  /** The logical value that an output starts with: 0 where none is given. */
  outputValueOf(line: number): Level {
    const attribute = this.#find(gpio_v2_line_attr_id.OUTPUT_VALUES, line);
    return attribute !== undefined && ((attribute.value >> BigInt(line)) & 1n) === 1n ? 1 : 0;
  }

  /** Whether a debounce period is given, be it 0. */
  debounces(line: number): boolean {
    return this.#find(gpio_v2_line_attr_id.DEBOUNCE, line) !== undefined;
  }

  /** Microseconds, 0 where none are given. */
  debouncePeriodOf(line: number): number {
    const attribute = this.#find(gpio_v2_line_attr_id.DEBOUNCE, line);
    return attribute === undefined ? 0 : Number(attribute.value & 0xffff_ffffn);
  }
}

function lowFlags(flags: bigint): number {
  return Number(flags & 0x7fff_ffffn) + (flags >> 31n === 0n ? 0 : UNKNOWN_HIGH_FLAGS);
}
