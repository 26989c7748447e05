import type { UapiMember, UapiModel, UapiStruct } from './uapi.js';

const heading = `// SPDX-License-Identifier: LGPL-2.1-or-later
// Written by scripts/generate.ts from the kernel's linux/gpio.h, as libgpiod includes it; change the
// generator, not this file. Names and numbers are the kernel's user-space ABI.
`;

const scalars: Readonly<Record<string, string>> = {
  char: "'char'",
  'unsigned char': "'u8'",
  'unsigned short': "'u16'",
  'unsigned int': "'u32'",
  'unsigned long long': "'u64'",
  'signed char': "'s8'",
  short: "'s16'",
  int: "'s32'",
  'long long': "'s64'",
};

/** A struct's name is that of its layout; a scalar is a string. */
function layoutOf(cType: string): string {
  const [tag, name] = cType.split(' ');
  const type = tag === 'struct' ? name : scalars[cType];
  if (type === undefined) throw new Error(`the generator does not know the C type "${cType}"`);
  return type;
}

function integer(value: bigint): string {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return `${value}n`;
  return value > 0xffffn ? `0x${value.toString(16)}` : `${value}`;
}

function emitMember(member: UapiMember): string {
  const count = member.count === undefined ? '' : `, count: ${member.count}`;
  const { name, offset, size } = member;
  return `    ${name}: { offset: ${offset}, size: ${size}, type: ${layoutOf(member.type)}${count} },\n`;
}

function emitStruct(struct: UapiStruct): string {
  return `export const ${struct.name} = {
  name: '${struct.name}',
  size: ${struct.size},
  members: {
${struct.members.map(emitMember).join('')}  },
} as const satisfies StructLayout;
`;
}

/** ts/kernel/generated/requests.ts, apart from uapi.ts: who needs a number needs no layouts. */
export function emitRequests(model: UapiModel): string {
  const requests = model.ioctls.map(
    ({ name, request }) => `export const ${name} = 0x${request.toString(16)};\n`,
  );
  return `${heading}\n${requests.join('')}`;
}

/** ts/kernel/generated/uapi.ts */
export function emitUapi(model: UapiModel): string {
  const enums = model.enums.map(
    ({ name, members }) => `export const ${name} = {
${members.map((member) => `  ${member.name}: ${integer(member.value)},\n`).join('')}} as const;
`,
  );
  const constants = model.constants.map(
    ({ name, value }) => `export const ${name} = ${integer(value)};\n`,
  );
  const ioctls = model.ioctls.map(
    ({ name, type }) =>
      `  { name: '${name}', request: requests.${name}, argument: ${layoutOf(type)} },\n`,
  );
  return [
    `${heading}import type { Ioctl, StructLayout } from '../uapi.js';
import * as requests from './requests.js';

export * from './requests.js';
`,
    constants.join(''),
    ...enums,
    ...model.structs.map(emitStruct),
    `/** Every ioctl of the header with the type of its argument. */
export const ioctls: readonly Ioctl[] = [
${ioctls.join('')}];
`,
  ].join('\n');
}
