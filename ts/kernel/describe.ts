import {
  gpio_v2_line_attr_id,
  gpio_v2_line_changed_type,
  gpio_v2_line_event_id,
  gpio_v2_line_flag,
  gpioline_changed,
} from './generated/uapi.js';
import { type Ioctl, type Member, readInteger, readStruct, type StructLayout } from './uapi.js';

/** A struct as read by readStruct, with its members' names no longer known to the compiler. */
type Values = Readonly<Record<string, unknown>>;

type Names = Readonly<Record<string, number>>;

/** Members that hold one value of an enum. */
const enums: Readonly<Record<string, Names>> = {
  'gpio_v2_line_attribute.id': gpio_v2_line_attr_id,
  'gpio_v2_line_event.id': gpio_v2_line_event_id,
  'gpio_v2_line_info_changed.event_type': gpio_v2_line_changed_type,
  'gpioline_info_changed.event_type': gpioline_changed,
};

/** Members that hold flags. */
const flags: Readonly<Record<string, Names>> = {
  'gpio_v2_line_attribute.flags': gpio_v2_line_flag,
  'gpio_v2_line_config.flags': gpio_v2_line_flag,
  'gpio_v2_line_info.flags': gpio_v2_line_flag,
};

/** Members with one bit per line. */
const bitmaps = new Set([
  'gpio_v2_line_attribute.values',
  'gpio_v2_line_config_attribute.mask',
  'gpio_v2_line_values.bits',
  'gpio_v2_line_values.mask',
]);

/** Arrays of which another member says how many elements count. */
const lengths: Readonly<Record<string, string>> = {
  'gpio_v2_line_config.attrs': 'num_attrs',
  'gpio_v2_line_info.attrs': 'num_attrs',
  'gpio_v2_line_request.offsets': 'num_lines',
  'gpiohandle_request.default_values': 'lines',
  'gpiohandle_request.lineoffsets': 'lines',
};

/** Which member of its union an attribute uses. */
const attributeMember: Readonly<Record<number, string>> = {
  [gpio_v2_line_attr_id.FLAGS]: 'flags',
  [gpio_v2_line_attr_id.OUTPUT_VALUES]: 'values',
  [gpio_v2_line_attr_id.DEBOUNCE]: 'debounce_period_us',
};
const attributeUnion = new Set(Object.values(attributeMember));

/** Members worth showing when zero: line 0, value 0. */
const shownWhenZero = new Set(['bits', 'line_offset', 'lineoffset', 'mask', 'offset', 'values']);

function enumText(value: number, names: Names): string {
  return Object.entries(names).find(([, each]) => each === value)?.[0] ?? `${value}`;
}

/** A text in quotes. What a terminal would not show but obey, or turn around, is escaped. */
export function quoted(text: string): string {
  const escaped = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;
  return JSON.stringify(text).replace(/\p{C}/gu, escaped);
}

/** FLAG|FLAG, with bits that have no name as one hexadecimal number. */
export function flagsText(value: number | bigint, names: Names): string {
  let rest = BigInt(value);
  const set: string[] = [];
  for (const [name, bit] of Object.entries(names)) {
    if ((rest & BigInt(bit)) === 0n) continue;
    set.push(name);
    rest &= ~BigInt(bit);
  }
  if (rest !== 0n || set.length === 0) set.push(rest === 0n ? '0' : `0x${rest.toString(16)}`);
  return set.join('|');
}

function elementText(value: unknown, type: Member['type'], key: string): string {
  if (typeof type === 'object') return structText(value as Values, type);
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'number' && typeof value !== 'bigint') return String(value);
  const names = enums[key];
  if (names !== undefined) return enumText(Number(value), names);
  const bits = flags[key];
  if (bits !== undefined) return flagsText(value, bits);
  return bitmaps.has(key) ? `0x${value.toString(16)}` : `${value}`;
}

interface Described {
  readonly name: string;
  readonly text: string;
  /** True where the value says nothing: zero, empty. */
  readonly quiet: boolean;
}

function describeMember(values: Values, layout: StructLayout, name: string): Described {
  const key = `${layout.name}.${name}`;
  const member = layout.members[name];
  const value = values[name];
  if (member === undefined) throw new Error(`struct ${layout.name} has no member ${name}`);
  if (Array.isArray(value)) {
    const all: readonly unknown[] = value;
    const lengthMember = lengths[key];
    const used =
      lengthMember === undefined ? trimZeros(all) : all.slice(0, Number(values[lengthMember]));
    const texts = used.map((element) => elementText(element, member.type, key));
    return { name, text: `[${texts.join(', ')}]`, quiet: used.length === 0 };
  }
  const text = elementText(value, member.type, key);
  const zero =
    text === '""' || text === '{}' || ((value === 0 || value === 0n) && !shownWhenZero.has(name));
  return { name, text, quiet: zero };
}

function trimZeros(values: readonly unknown[]): readonly unknown[] {
  let end = values.length;
  while (end > 0 && (values[end - 1] === 0 || values[end - 1] === 0n)) end--;
  return values.slice(0, end);
}

function describeMembers(values: Values, layout: StructLayout): Described[] {
  const { id } = values;
  const used = layout.name === 'gpio_v2_line_attribute' ? attributeMember[Number(id)] : '';
  return Object.keys(layout.members)
    .filter((name) => used === '' || name === used || !attributeUnion.has(name))
    .map((name) => describeMember(values, layout, name));
}

function listed(members: readonly Described[]): string {
  return `{${members.map(({ name, text }) => `${name}:${text}`).join(', ')}}`;
}

/** A struct on one line, without what is zero or unused. */
export function structText(values: Values, layout: StructLayout): string {
  return listed(describeMembers(values, layout).filter((member) => !member.quiet));
}

/** What an ioctl's argument points to: a snapshot, since the kernel may write to it. */
export function readArgument(view: DataView, at: number, argument: Ioctl['argument']): unknown {
  return typeof argument === 'object'
    ? readStruct(view, at, argument)
    : readInteger(view, at, argument);
}

/** An ioctl's argument on one line. */
export function argumentText(value: unknown, argument: Ioctl['argument']): string {
  return typeof argument === 'object' ? structText(value as Values, argument) : String(value);
}

/** The members that a call changed, with their new values; empty where it changed none. */
export function changesText(before: unknown, after: unknown, argument: Ioctl['argument']): string {
  if (typeof argument !== 'object') return before === after ? '' : String(after);
  const old = describeMembers(before as Values, argument);
  const changed = describeMembers(after as Values, argument).filter(
    (member, i) => member.text !== old[i]?.text,
  );
  return changed.length === 0 ? '' : listed(changed);
}
