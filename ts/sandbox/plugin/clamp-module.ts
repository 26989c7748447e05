import { PluginLimitError } from './plugin-error.js';

const PAGES_PER_MIB = 16;
const TABLE_SECTION = 4;
const MEMORY_SECTION = 5;
/** funcref and externref. */
const REFERENCE_TYPES: readonly number[] = [0x70, 0x6f];
/** More functions than any plugin has. */
const MAX_TABLE = 100_000;

const HAS_MAXIMUM = 1;

function malformed(what: string): never {
  throw new TypeError(`not a plugin that can be loaded: ${what}`);
}

/** The bytes of a module, read from the front. */
class Reader {
  readonly #bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    const byte = this.at < this.end ? this.#bytes[this.at] : undefined;
    if (byte === undefined) return malformed('it ends within a section');
    this.at += 1;
    return byte;
  }

  /** An unsigned LEB128 number of at most 32 bits. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if ((byte & 0x80) === 0)
        return value <= 0xffff_ffff ? value : malformed('a number too large');
    }
    return malformed('a number too long');
  }
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

/** Limits with a maximum of at most `most`: minimum, then maximum. */
function limits(reader: Reader, most: number, what: string): [number, number] {
  const flags = reader.byte();
  if (flags > HAS_MAXIMUM) malformed(`its ${what} is shared or of 64 bits`);
  const minimum = reader.u32();
  const maximum = flags === HAS_MAXIMUM ? reader.u32() : most;
  return [minimum, Math.min(maximum, most)];
}

function clampMemory(reader: Reader, name: string, memoryMiB: number): number[] {
  const count = reader.u32();
  if (count > 1) malformed('it has several memories');
  if (count === 0) return [0];
  const most = Math.floor(memoryMiB * PAGES_PER_MIB);
  const [minimum, maximum] = limits(reader, most, 'memory');
  if (minimum > most) {
    const needed = `it needs ${minimum / PAGES_PER_MIB} MiB to begin with, of ${memoryMiB}`;
    throw new PluginLimitError(name, 'memoryMiB', needed);
  }
  return [1, HAS_MAXIMUM, ...leb128(minimum), ...leb128(maximum)];
}

function clampTables(reader: Reader): number[] {
  const count = reader.u32();
  if (count > 16) malformed('it has more than 16 tables');
  const bytes = leb128(count);
  for (let i = 0; i < count; i += 1) {
    const type = reader.byte();
    if (!REFERENCE_TYPES.includes(type)) malformed('it has a table of an unknown kind');
    const [minimum, maximum] = limits(reader, MAX_TABLE, 'table');
    if (minimum > MAX_TABLE) malformed(`it has a table of more than ${MAX_TABLE} entries`);
    bytes.push(type, HAS_MAXIMUM, ...leb128(minimum), ...leb128(maximum));
  }
  return bytes;
}

/**
 * The same module with a memory and tables that cannot grow beyond the limit, whatever it says itself.
 *
 * @throws PluginLimitError where its memory is larger than that from the start, TypeError for what is
 * no module, or one whose memory is shared, of 64 bits, or more than one.
 */
export function clampModule(
  wasm: Uint8Array,
  name: string,
  memoryMiB: number,
): Uint8Array<ArrayBuffer> {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  if (header.some((byte, i) => wasm[i] !== byte)) malformed('it is no WebAssembly module');
  const parts: Uint8Array[] = [wasm.subarray(0, header.length)];
  const reader = new Reader(wasm, header.length, wasm.length);
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = reader.byte();
    const size = reader.u32();
    const content = reader.at;
    const end = content + size;
    if (end > wasm.length) malformed('it ends within a section');
    const section = new Reader(wasm, content, end);
    let clamped: number[] | undefined;
    if (id === MEMORY_SECTION) clamped = clampMemory(section, name, memoryMiB);
    else if (id === TABLE_SECTION) clamped = clampTables(section);
    if (clamped === undefined) parts.push(wasm.subarray(start, end));
    else {
      if (section.at !== end) malformed('a section is longer than what it holds');
      parts.push(Uint8Array.from([id, ...leb128(clamped.length), ...clamped]));
    }
    reader.at = end;
  }
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
