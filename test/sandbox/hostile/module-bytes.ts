/** Modules byte by byte: compilers would not make these. */
import { leb128 } from '../../../ts/sandbox/plugin/module-reader.js';

type Bytes = readonly number[];

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F64 = 0x7c;
export const EXTERNREF = 0x6f;
const FUNCTION = 0x60;

export const vector = (items: readonly Bytes[]): number[] => [
  ...leb128(items.length),
  ...items.flat(),
];
const sized = (content: Bytes): number[] => [...leb128(content.length), ...content];
const text = (name: string): number[] => sized([...new TextEncoder().encode(name)]);

export const section = (id: number, content: Bytes): number[] => [id, ...sized(content)];

/** A function without parameters: its locals as groups of [count, type], and its instructions. */
export interface FunctionBytes {
  readonly locals?: readonly (readonly [number, number])[];
  readonly code?: Bytes;
}

const NOTHING: FunctionBytes = {};

/** An imported function without results. */
export interface ImportBytes {
  readonly from: string;
  readonly name: string;
  readonly parameters?: Bytes;
}

function body({ locals = [], code = [] }: FunctionBytes): number[] {
  const groups = vector(locals.map(([count, type]) => [...leb128(count), type]));
  return sized([...groups, ...code, 0x0b]);
}

export interface ModuleParts {
  /** Functions are numbered from these on. */
  readonly imports?: readonly ImportBytes[];
  /** Of all functions but those. Default: none and none. */
  readonly parameters?: Bytes;
  readonly results?: Bytes;
  readonly functions?: readonly FunctionBytes[];
  /** Flags, minimum, maximum. Default: one page, no maximum. */
  readonly memory?: Bytes;
  readonly tables?: readonly Bytes[];
  /** Names of functions by number. */
  readonly exports?: Readonly<Record<string, number>>;
  /** The function to call at instantiation. */
  readonly start?: number;
}

/** A module with a memory, which it exports. */
export function moduleBytes(parts: ModuleParts): Uint8Array<ArrayBuffer> {
  const { parameters = [], results = [], functions = [NOTHING], memory = [0, 1] } = parts;
  const type = [FUNCTION, ...sized(parameters), ...sized(results)];
  const { imports = [] } = parts;
  const imported = imports.map((each) => [FUNCTION, ...sized(each.parameters ?? []), 0]);
  const named = Object.entries(parts.exports ?? {});
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector([type, ...imported])),
    ...section(
      2,
      vector(imports.map(({ from, name }, i) => [...text(from), ...text(name), 0, i + 1])),
    ),
    ...section(3, vector(functions.map(() => [0]))),
    ...(parts.tables === undefined ? [] : section(4, vector(parts.tables))),
    ...section(5, vector([memory])),
    ...section(
      7,
      vector([
        [...text('memory'), 2, 0],
        ...named.map(([name, index]) => [...text(name), 0, ...leb128(index)]),
      ]),
    ),
    ...(parts.start === undefined ? [] : section(8, leb128(parts.start))),
    ...section(10, vector(functions.map(body))),
  ]);
}

/** loop; br 0; end */
export const ENDLESS: Bytes = [0x03, 0x40, 0x0c, 0, 0x0b];
