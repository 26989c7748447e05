import { ioctls } from './generated/uapi.js';
import { decodeUtf8 } from './utf8.js';

/** An integer of the kernel's ABI: signedness and width in bits. */
export type Integer = 'u8' | 's8' | 'u16' | 's16' | 'u32' | 's32' | 'u64' | 's64';

/** Where a struct's member lies, in bytes, and what it is. */
export interface Member {
  readonly offset: number;
  /** Of the whole array, where it is one. */
  readonly size: number;
  /** Of one element, where it is an array. */
  readonly type: Integer | 'char' | StructLayout;
  readonly count?: number;
}

/** A struct of linux/gpio.h. Those of version 2 are the same on every architecture. */
export interface StructLayout {
  readonly name: string;
  readonly size: number;
  /** Members of unions overlap. */
  readonly members: Readonly<Record<string, Member>>;
}

/** A request number with its name and what its argument points to. */
export interface Ioctl {
  readonly name: string;
  readonly request: number;
  readonly argument: Integer | StructLayout;
}

type ElementValue<Type> = Type extends StructLayout
  ? StructValue<Type>
  : Type extends 'u64' | 's64'
    ? bigint
    : number;

type MemberValue<M extends Member> = M extends { readonly count: number }
  ? M['type'] extends 'char'
    ? string
    : ElementValue<M['type']>[]
  : ElementValue<M['type']>;

/** A struct as a plain object: 64-bit integers as bigint, char arrays as strings. */
export type StructValue<Layout extends StructLayout> = {
  -readonly [Name in keyof Layout['members']]: MemberValue<Layout['members'][Name]>;
};

type Init<Value> = Value extends (infer Element)[]
  ? readonly Init<Element>[]
  : Value extends object
    ? { readonly [Name in keyof Value]?: Init<Value[Name]> }
    : Value;

/** Some members of a struct; arrays may be shorter than in C. */
export type StructInit<Layout extends StructLayout> = Init<StructValue<Layout>>;

const readers: Readonly<Record<Integer, (view: DataView, at: number) => number | bigint>> = {
  u8: (view, at) => view.getUint8(at),
  s8: (view, at) => view.getInt8(at),
  u16: (view, at) => view.getUint16(at, true),
  s16: (view, at) => view.getInt16(at, true),
  u32: (view, at) => view.getUint32(at, true),
  s32: (view, at) => view.getInt32(at, true),
  u64: (view, at) => view.getBigUint64(at, true),
  s64: (view, at) => view.getBigInt64(at, true),
};

/** Size in bytes of one element. */
function sizeOf(type: Member['type']): number {
  if (typeof type === 'object') return type.size;
  return type === 'char' ? 1 : Number(type.slice(1)) / 8;
}

/** An integer at `at` in `view`. */
export function readInteger(view: DataView, at: number, type: Integer): number | bigint {
  return readers[type](view, at);
}

/** Sets an integer at `at`; what does not fit its width is cut off, as in C. */
function writeInteger(view: DataView, at: number, type: Integer, value: number | bigint): void {
  const size = sizeOf(type);
  if (size === 8) view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
  else if (size === 4) view.setUint32(at, Number(value), true);
  else if (size === 2) view.setUint16(at, Number(value), true);
  else view.setUint8(at, Number(value));
}

function readChars(view: DataView, at: number, size: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
  const end = bytes.indexOf(0);
  return decodeUtf8(bytes.subarray(0, end < 0 ? size : end));
}

function writeChars(view: DataView, at: number, size: number, text: string): void {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length >= size) {
    throw new RangeError(`"${text}" does not fit ${size} bytes with its terminating zero`);
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
  bytes.fill(0);
  bytes.set(encoded);
}

function readElement(view: DataView, at: number, type: Member['type']): unknown {
  if (typeof type === 'object') return readStruct(view, at, type);
  return type === 'char' ? view.getUint8(at) : readInteger(view, at, type);
}

function writeElement(view: DataView, at: number, type: Member['type'], value: unknown): void {
  if (typeof type === 'object') writeStruct(view, at, type, value as StructInit<typeof type>);
  else writeInteger(view, at, type === 'char' ? 'u8' : type, value as number | bigint);
}

/** The struct at `at` in `view`. Of a union, every member is read. */
export function readStruct<const Layout extends StructLayout>(
  view: DataView,
  at: number,
  layout: Layout,
): StructValue<Layout> {
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries<Member>(layout.members)) {
    const start = at + member.offset;
    const { type, count } = member;
    if (count === undefined) value[name] = readElement(view, start, type);
    else if (type === 'char') value[name] = readChars(view, start, count);
    else {
      const step = sizeOf(type);
      value[name] = Array.from({ length: count }, (_, i) =>
        readElement(view, start + i * step, type),
      );
    }
  }
  return value as StructValue<Layout>;
}

/**
 * Overwrites the given members of the struct at `at`; all other bytes stay as they are. Throws
 * RangeError for text or arrays that do not fit.
 */
export function writeStruct<const Layout extends StructLayout>(
  view: DataView,
  at: number,
  layout: Layout,
  init: StructInit<Layout>,
): void {
  for (const [name, value] of Object.entries<unknown>(init)) {
    const member = layout.members[name];
    if (member === undefined) throw new TypeError(`struct ${layout.name} has no member ${name}`);
    if (value === undefined) continue;
    const start = at + member.offset;
    const { type, count } = member;
    if (typeof value === 'string') writeChars(view, start, member.size, value);
    else if (!Array.isArray(value)) writeElement(view, start, type, value);
    else if (count === undefined || value.length > count) {
      throw new RangeError(`${layout.name}.${name} does not hold ${value.length} elements`);
    } else {
      const step = sizeOf(type);
      value.forEach((element, i) => {
        writeElement(view, start + i * step, type, element);
      });
    }
  }
}

/** Whether `size` bytes from `at` are all zero. */
export function isZero(view: DataView, at: number, size: number): boolean {
  for (let i = at; i < at + size; i += 1) if (view.getUint8(i) !== 0) return false;
  return true;
}

/** The ioctl of a request number, signed or not; undefined for one that linux/gpio.h does not have. */
export function ioctlOf(request: number): Ioctl | undefined {
  return ioctls.find((ioctl) => ioctl.request === request >>> 0);
}
