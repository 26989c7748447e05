import { checkCode, checkTypes } from './check-code.js';
import { leb128, ModuleReader, refuse } from './module-reader.js';

const PAGES_PER_MIB = 16;
const CUSTOM_SECTION = 0;
const TYPE_SECTION = 1;
const TABLE_SECTION = 4;
const MEMORY_SECTION = 5;
const CODE_SECTION = 10;
const DATA_SECTION = 11;
/** The sections that may be as large as the module. */
const BULKY: readonly number[] = [CUSTOM_SECTION, CODE_SECTION, DATA_SECTION];
/**
 * Of any other. Its items become objects of V8's heap, some hundred bytes for one of the module's, and where
 * a single step takes too many of them the whole process ends, not the worker.
 */
const MAX_SECTION_BYTES = 0x8_0000;
/** funcref and externref. */
const REFERENCE_TYPES: readonly number[] = [0x70, 0x6f];
/** More functions than any plugin has. */
const MAX_TABLE = 100_000;

const HAS_MAXIMUM = 1;

/** Limits with a maximum of at most `most`: minimum, then maximum. */
function limits(reader: ModuleReader, most: number, what: string): [number, number] {
  const flags = reader.byte();
  if (flags > HAS_MAXIMUM) refuse(`its ${what} is shared or of 64 bits`);
  const minimum = reader.u32();
  const maximum = flags === HAS_MAXIMUM ? reader.u32() : most;
  return [minimum, Math.min(maximum, most)];
}

/** A module that begins with more memory than it may have. */
export class TooMuchMemory extends Error {}

function clampMemory(reader: ModuleReader, memoryMiB: number): number[] {
  const count = reader.u32();
  if (count > 1) refuse('it has several memories');
  if (count === 0) return [0];
  const most = Math.floor(memoryMiB * PAGES_PER_MIB);
  const [minimum, maximum] = limits(reader, most, 'memory');
  if (minimum > most) {
    const needed = minimum / PAGES_PER_MIB;
    throw new TooMuchMemory(`it needs ${needed} MiB to begin with, of ${memoryMiB}`);
  }
  return [1, HAS_MAXIMUM, ...leb128(minimum), ...leb128(maximum)];
}

function clampTables(reader: ModuleReader): number[] {
  const count = reader.u32();
  if (count > 16) refuse('it has more than 16 tables');
  const bytes = leb128(count);
  for (let i = 0; i < count; i += 1) {
    const type = reader.byte();
    if (!REFERENCE_TYPES.includes(type)) refuse('it has a table of an unknown kind');
    const [minimum, maximum] = limits(reader, MAX_TABLE, 'table');
    if (minimum > MAX_TABLE) refuse(`it has a table of more than ${MAX_TABLE} entries`);
    bytes.push(type, HAS_MAXIMUM, ...leb128(minimum), ...leb128(maximum));
  }
  return bytes;
}

/**
 * The same module with a memory and tables that cannot grow beyond the limit, whatever it says itself.
 *
 * @throws TooMuchMemory where its memory is larger than that from the start, TypeError for what is no
 * module, one whose memory is shared, of 64 bits, or more than one, and one that would take the engine
 * more time or memory than anybody could want.
 */
export function clampModule(wasm: Uint8Array, memoryMiB: number): Uint8Array<ArrayBuffer> {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  if (header.some((byte, i) => wasm[i] !== byte)) refuse('it is no WebAssembly module');
  const parts: Uint8Array[] = [wasm.subarray(0, header.length)];
  const reader = new ModuleReader(wasm, header.length, wasm.length);
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = reader.byte();
    const section = reader.part();
    const size = section.end - section.at;
    if (size > MAX_SECTION_BYTES && !BULKY.includes(id)) {
      refuse(`its section ${id} has ${size} bytes; ${MAX_SECTION_BYTES} are allowed`);
    }
    let clamped: number[] | undefined;
    if (id === TYPE_SECTION) checkTypes(section);
    else if (id === CODE_SECTION) checkCode(section);
    else if (id === MEMORY_SECTION) clamped = clampMemory(section, memoryMiB);
    else if (id === TABLE_SECTION) clamped = clampTables(section);
    if (clamped === undefined) parts.push(wasm.subarray(start, reader.at));
    else {
      if (section.at !== section.end) refuse('a section is longer than what it holds');
      parts.push(Uint8Array.from([id, ...leb128(clamped.length), ...clamped]));
    }
  }
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
