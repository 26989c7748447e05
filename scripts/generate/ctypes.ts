/** How a C type of the guest (wasm32) looks in TypeScript. */
export interface MappedType {
  /** TypeScript, with names from generated/types.ts and generated/enums.ts. */
  readonly type: string;
  /** What has to be done to a returned value; undefined where the wasm's own value is right. */
  readonly fromWasm?: (expression: string) => string;
  /** True for pointers: C has no other way to say "none". */
  readonly pointer: boolean;
}

const unsigned32: MappedType = {
  type: 'number',
  pointer: false,
  fromWasm: (value) => `${value} >>> 0`,
};
const plain: MappedType = { type: 'number', pointer: false };

const scalars: Readonly<Record<string, MappedType>> = {
  void: { type: 'void', pointer: false },
  int: plain,
  int32_t: plain,
  long: plain,
  'unsigned int': unsigned32,
  'unsigned long': unsigned32,
  uint32_t: unsigned32,
  size_t: unsigned32,
  int64_t: { type: 'bigint', pointer: false },
  uint64_t: {
    type: 'bigint',
    pointer: false,
    fromWasm: (value) => `BigInt.asUintN(64, ${value})`,
  },
  // A wasm function takes true and false as they are; it returns 0 and 1.
  bool: { type: 'boolean', pointer: false, fromWasm: (value) => `!!${value}` },
};

const pointers: Readonly<Record<string, string>> = {
  char: 'CString',
  'unsigned int': 'UintPtr',
};

const PREFIX = 'gpiod_';

/** gpiod_line_info → LineInfo */
export function typeScriptName(cName: string): string {
  if (!cName.startsWith(PREFIX)) throw new Error(`${cName} does not start with ${PREFIX}`);
  return cName
    .slice(PREFIX.length)
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** gpiod_line_info, 'struct' → LineInfoPtr */
export function pointerName(cName: string): string {
  return `${typeScriptName(cName)}Ptr`;
}

/** Maps a type as clang prints it ('const struct gpiod_chip *'). Throws for one it does not know. */
export function mapType(cType: string): MappedType {
  const words = cType
    .replaceAll('*', ' * ')
    .split(' ')
    .filter((word) => word !== '');
  const pointer = words.at(-1) === '*';
  if (pointer) words.pop();
  // const says what C code may do, not what the pointer is.
  const base = words.filter((word) => word !== 'const');
  const [tag, name] = base;
  if (base.length === 2 && name !== undefined && (tag === 'struct' || tag === 'enum')) {
    if (pointer) return { type: pointerName(name), pointer: true };
    if (tag === 'enum') return { type: typeScriptName(name), pointer: false };
  }
  const key = base.join(' ');
  const known = pointer ? pointers[key] : undefined;
  if (known !== undefined) return { type: known, pointer: true };
  const scalar = pointer ? undefined : scalars[key];
  if (scalar !== undefined) return scalar;
  throw new Error(`the generator does not know the C type "${cType}"`);
}
