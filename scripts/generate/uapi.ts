import {
  type AstNode,
  children,
  commonPrefix,
  constantValue,
  declaredInHeader,
  declaredInMain,
  enumerators,
  nameOf,
} from './ast.js';
import { macroNames, parseC } from './clang.js';

export interface UapiMember {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Desugared: 'unsigned int', 'struct gpio_v2_line_config'; of one element, for an array. */
  readonly type: string;
  /** Undefined where it is no array. */
  readonly count: number | undefined;
}

export interface UapiStruct {
  readonly name: string;
  readonly size: number;
  /** In the header's order; members of unnamed unions appear as the struct's own. */
  readonly members: readonly UapiMember[];
}

/** What linux/gpio.h declares, with every number computed by the compiler. */
export interface UapiModel {
  readonly constants: readonly { readonly name: string; readonly value: bigint }[];
  readonly enums: readonly {
    readonly name: string;
    readonly members: readonly { readonly name: string; readonly value: bigint }[];
  }[];
  readonly structs: readonly UapiStruct[];
  /** `type` is that of the argument, desugared. */
  readonly ioctls: readonly { name: string; request: number; type: string }[];
}

const IOC_MAGIC = 0xb4;

/** True for a request number as linux/ioctl.h packs it, with the GPIO subsystem's magic. */
function isIoctl(value: bigint): boolean {
  const number = Number(value);
  return value < 1n << 32n && number >>> 30 !== 0 && ((number >>> 8) & 0xff) === IOC_MAGIC;
}

/** A C file of questions whose answers clang computes: integers by enumerators, types by typedefs. */
class Probe {
  readonly #values: string[] = [];
  readonly #types: string[] = [];

  /** Returns the key of the answer in {@link ask}'s result. */
  value(expression: string): string {
    this.#values.push(expression);
    return `value_${this.#values.length - 1}`;
  }

  type(expression: string): string {
    this.#types.push(expression);
    return `type_${this.#types.length - 1}`;
  }

  /** `between` is C text that the types are asked after, the values before. */
  async ask(headers: Record<string, string>, between = '') {
    const main = [
      '#include "gpio.h"',
      '#include <stddef.h>',
      'enum answers : unsigned long long {',
      ...this.#values.map((expression, i) => `value_${i} = (${expression}),`),
      '};',
      between,
      ...this.#types.map((expression, i) => `typedef typeof(${expression}) type_${i};`),
      '',
    ].join('\n');
    const values = new Map<string, bigint>();
    const types = new Map<string, string>();
    for (const node of declaredInMain(await parseC(main, headers))) {
      if (node.kind === 'TypedefDecl') {
        types.set(nameOf(node), node.type?.desugaredQualType ?? node.type?.qualType ?? '');
      }
      if (node.kind !== 'EnumDecl') continue;
      for (const answer of children(node)) {
        const value = constantValue(answer);
        if (value !== undefined) values.set(nameOf(answer), value);
      }
    }
    return {
      value: (key: string): bigint => answered(values, key),
      number: (key: string): number => Number(answered(values, key)),
      type: (key: string): string => answered(types, key),
    };
  }
}

function answered<T>(answers: ReadonlyMap<string, T>, key: string): T {
  const answer = answers.get(key);
  if (answer === undefined) throw new Error(`clang gave no answer to ${key}`);
  return answer;
}

/** Named fields, those of unnamed structs and unions included. */
function fields(record: AstNode): AstNode[] {
  return children(record).flatMap((node) => {
    if (node.kind === 'RecordDecl' && node.name === undefined) return fields(node);
    return node.kind === 'FieldDecl' && node.name !== undefined ? [node] : [];
  });
}

/** Reads linux/gpio.h. Two runs of clang: what there is, then how large it is and where. */
export async function readUapi(headers: Record<string, string>): Promise<UapiModel> {
  const macros = await macroNames('gpio.h', headers);
  const declarations = declaredInHeader(await parseC('#include "gpio.h"\n', headers));
  const records = declarations.filter(
    (node) => node.kind === 'RecordDecl' && node.completeDefinition === true,
  );

  const probe = new Probe();
  const constants = macros.map((name) => ({
    name,
    value: probe.value(name),
    type: probe.type(name),
  }));
  const structs = records.map((record) => ({
    name: nameOf(record),
    size: probe.value(`sizeof(struct ${nameOf(record)})`),
    members: fields(record).map((field) => {
      const member = `((struct ${nameOf(record)} *)0)->${nameOf(field)}`;
      const array = field.type?.qualType.endsWith(']') ?? false;
      const element = array ? `${member}[0]` : member;
      return {
        name: nameOf(field),
        array,
        offset: probe.value(`offsetof(struct ${nameOf(record)}, ${nameOf(field)})`),
        size: probe.value(`sizeof(${member})`),
        elementSize: probe.value(`sizeof(${element})`),
        type: probe.type(element),
      };
    }),
  }));
  // With these macros a request number turns into an object of its argument's type.
  const unpack = ['_IOR', '_IOW', '_IOWR']
    .map((macro) => `#undef ${macro}\n#define ${macro}(magic, nr, argument) (*(argument *)0)`)
    .join('\n');
  const answers = await probe.ask(headers, unpack);

  const valued = constants.map((each) => ({ ...each, value: answers.value(each.value) }));
  return {
    constants: valued.filter((each) => !isIoctl(each.value)),
    ioctls: valued
      .filter((each) => isIoctl(each.value))
      .map(({ name, value, type }) => ({
        name,
        request: Number(value),
        type: answers.type(type),
      })),
    enums: declarations
      .filter((node) => node.kind === 'EnumDecl')
      .map((node) => {
        const members = enumerators(node);
        const prefix = commonPrefix(members.map((each) => each.name));
        return {
          // An unnamed enum goes by what its enumerators share.
          name: node.name ?? prefix.slice(0, -1).toLowerCase(),
          members: members.map(({ name, value }) => ({ name: name.slice(prefix.length), value })),
        };
      }),
    structs: structs.map((struct) => ({
      name: struct.name,
      size: answers.number(struct.size),
      members: struct.members.map((member) => ({
        name: member.name,
        offset: answers.number(member.offset),
        size: answers.number(member.size),
        type: answers.type(member.type),
        count: member.array
          ? answers.number(member.size) / answers.number(member.elementSize)
          : undefined,
      })),
    })),
  };
}
