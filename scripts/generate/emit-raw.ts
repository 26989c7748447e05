import { mapType, pointerName, typeScriptName } from './ctypes.js';
import { noDoc, tsdoc } from './doc.js';
import { type EnumModel, enumPointers, type FunctionModel, type HeaderModel } from './header.js';

const attribution = `// SPDX-License-Identifier: LGPL-2.1-or-later
// Written by scripts/generate.ts from libgpiod's gpiod.h; change the generator, not this file.
// SPDX-FileCopyrightText: 2017-2022 Bartosz Golaszewski <brgl@bgdev.pl> and the libgpiod authors
// (names and documentation, from gpiod.h, LGPL-2.1-or-later)
`;

/** generated/types.ts: one branded type per kind of pointer. */
export function emitTypes(header: HeaderModel): string {
  const brand = (name: string, cType: string, summary: string): string =>
    `${tsdoc({ ...noDoc, summary }, '')}export type ${name} = number & { readonly __ctype: '${cType}' };\n`;
  return [
    attribution,
    `${tsdoc({ ...noDoc, summary: "C's `NULL`: the only number that every pointer parameter documented so accepts." }, '')}export type NullPtr = 0;\n`,
    `export const NULL: NullPtr = 0;\n`,
    brand('CString', 'char *', 'Address of UTF-8 text in the guest, terminated by a zero byte.'),
    brand(
      'UintPtr',
      'unsigned int *',
      'Address of an array of `unsigned int`, such as line offsets.',
    ),
    ...enumPointers(header).map((name) =>
      brand(
        pointerName(name),
        `enum ${name} *`,
        `Address of an array of \`enum ${name}\`, four bytes each.`,
      ),
    ),
    ...header.structs.map((name) =>
      brand(
        pointerName(name),
        `struct ${name} *`,
        `Address of a \`struct ${name}\`, opaque as in C.`,
      ),
    ),
  ].join('\n');
}

/** generated/enums.ts: an object of values and a union type of the same name per enum. */
export function emitEnums(header: HeaderModel): string {
  return [attribution, ...header.enums.map(emitEnum)].join('\n');
}

function emitEnum(model: EnumModel): string {
  const name = typeScriptName(model.name);
  const members = model.members.map(
    (member) =>
      `${tsdoc({ ...noDoc, summary: member.doc }, '  ')}  ${member.name}: ${member.value},\n`,
  );
  const doc = { ...model.doc, remarks: [...model.doc.remarks, `C: \`enum ${model.name}\`.`] };
  return `${tsdoc(doc, '')}export const ${name} = {
${members.join('')}} as const;
export type ${name} = (typeof ${name})[keyof typeof ${name}];
`;
}

/** How upstream's documentation puts it that a result is never NULL. */
const promises = ['valid pointer', 'pointer is valid', 'returns a pointer'];

/** Any other pointer may be NULL, even where the documentation does not mention it. */
function neverNull(fn: FunctionModel): boolean {
  const text = fn.doc.returns.toLowerCase();
  return !text.includes('null') && promises.some((promise) => text.includes(promise));
}

function returnType(fn: FunctionModel): string {
  const mapped = mapType(fn.returnType);
  return mapped.pointer && !neverNull(fn) ? `${mapped.type} | NullPtr` : mapped.type;
}

function paramType(fn: FunctionModel, param: FunctionModel['params'][number]): string {
  const { type, pointer } = mapType(param.type);
  const optional = fn.doc.params.get(param.name)?.includes('an be `NULL`') ?? false;
  return pointer && optional ? `${type} | NullPtr` : type;
}

function signature(fn: FunctionModel): string {
  const params = fn.params.map((param) => `${param.name}: ${paramType(fn, param)}`);
  return `${fn.name}: (${params.join(', ')}) => ${returnType(fn)}`;
}

/** A property that needs a conversion of its result, or the export as it is. */
function binding(fn: FunctionModel): string {
  const { fromWasm } = mapType(fn.returnType);
  if (fromWasm === undefined) return `    this.${fn.name} = c.${fn.name};\n`;
  const args = fn.params.map((param) => param.name).join(', ');
  return `    const { ${fn.name} } = c;\n    this.${fn.name} = (${args}) => ${fromWasm(`${fn.name}(${args})`)};\n`;
}

function importsOf(text: string, names: readonly string[], from: string): string {
  const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(text)).sort();
  return used.length === 0
    ? ''
    : `import type {\n${used.map((name) => `  ${name},\n`).join('')}} from '${from}';\n`;
}

/** generated/functions.ts: the typed functions and their binding to a guest's exports. */
export function emitFunctions(header: HeaderModel): string {
  const { functions } = header;
  const methods = functions
    .map((fn) => `${tsdoc(fn.doc, '  ')}  readonly ${signature(fn)};\n`)
    .join('\n');
  const body = `/**
 * Every function of gpiod.h under its C name. \`unsigned int\`, \`unsigned long\` and \`size_t\` are
 * 32 bits wide in the guest and arrive as numbers >= 0, 64-bit integers as bigint, \`bool\` as boolean.
 * Where a result says failure, the guest's errno tells why.
 */
export interface GpiodFunctions {
${methods}}

/** The functions of gpiod.h, in its order. */
export const functionNames = [
${functions.map((fn) => `  '${fn.name}',\n`).join('')}] as const satisfies readonly (keyof GpiodFunctions)[];

/**
 * The functions of one guest. A property is the wasm export itself wherever its result needs no
 * conversion. The constructor throws where the guest does not export a function of gpiod.h. As a value
 * it is declared in one line.
 */
export const BoundFunctions: new (exports: WasmExports) => GpiodFunctions = class
  implements GpiodFunctions
{
${functions.map((fn) => `  declare readonly ${fn.name}: GpiodFunctions['${fn.name}'];\n`).join('')}
  constructor(exports: WasmExports) {
    // The types are those after conversion: until then a bool is a number, a uint64_t signed.
    const c = requireFunctions(exports, functionNames) as unknown as GpiodFunctions;
${functions.map(binding).join('')}  }
};
`;
  const enumNames = header.enums.map((each) => typeScriptName(each.name));
  const pointerNames = [
    'CString',
    'NullPtr',
    'UintPtr',
    ...enumPointers(header).map(pointerName),
    ...header.structs.map(pointerName),
  ];
  return [
    attribution,
    `import { requireFunctions, type WasmExports } from '../exports.js';\n`,
    importsOf(body, enumNames, './enums.js'),
    importsOf(body, pointerNames, './types.js'),
    '\n',
    body,
  ].join('');
}
