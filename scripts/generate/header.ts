import {
  type AstNode,
  children,
  commonPrefix,
  declaredInHeader,
  enumerators,
  nameOf,
} from './ast.js';
import { typeScriptName } from './ctypes.js';
import { type Doc, docOf, type LinkTarget, trailingComment } from './doc.js';

export interface FunctionModel {
  readonly name: string;
  /** As clang prints it. */
  readonly returnType: string;
  readonly params: readonly { readonly name: string; readonly type: string }[];
  readonly doc: Doc;
}

export interface EnumModel {
  readonly name: string;
  readonly doc: Doc;
  readonly members: readonly { name: string; value: bigint; doc: string }[];
}

/** What gpiod.h declares. */
export interface HeaderModel {
  readonly structs: readonly string[];
  readonly enums: readonly EnumModel[];
  readonly functions: readonly FunctionModel[];
}

/** `enum gpiod_x *` stands for an array of x: which enums appear so among the parameters. */
export function enumPointers(header: HeaderModel): string[] {
  const types = header.functions.flatMap((fn) => fn.params.map((param) => param.type));
  return header.enums
    .map((each) => each.name)
    .filter((name) => types.some((type) => type.includes(`enum ${name} *`)));
}

/** Reads gpiod.h from the AST of a main.c that includes it; `text` is the header itself. */
export function readHeader(unit: AstNode, text: string): HeaderModel {
  const declarations = declaredInHeader(unit);
  const link = linkTargets(declarations);
  const source = Buffer.from(text);
  return {
    structs: [...new Set(declarations.filter((node) => node.kind === 'RecordDecl').map(nameOf))],
    enums: declarations
      .filter((node) => node.kind === 'EnumDecl')
      .map((node) => readEnum(node, source, link)),
    functions: declarations
      .filter((node) => node.kind === 'FunctionDecl')
      .map((node) => readFunction(node, link)),
  };
}

/** ::gpiod_chip_close and ::GPIOD_LINE_EDGE_NONE become links to their TypeScript names. */
function linkTargets(declarations: readonly AstNode[]): LinkTarget {
  const targets = new Map<string, string>();
  for (const node of declarations) {
    if (node.kind === 'FunctionDecl') {
      targets.set(nameOf(node), `{@link GpiodFunctions.${nameOf(node)}}`);
    }
    if (node.kind !== 'EnumDecl') continue;
    const names = enumerators(node).map((each) => each.name);
    const prefix = commonPrefix(names).length;
    for (const name of names) {
      targets.set(name, `{@link ${typeScriptName(nameOf(node))}.${name.slice(prefix)}}`);
    }
  }
  return (name) => targets.get(name);
}

function readEnum(node: AstNode, source: Buffer, link: LinkTarget): EnumModel {
  const members = enumerators(node);
  const prefix = commonPrefix(members.map((each) => each.name)).length;
  return {
    name: nameOf(node),
    doc: docOf(node, link),
    members: members.map(({ name, value, node: member }, index) => {
      const start = member.range?.end.offset;
      const end = (members[index + 1]?.node ?? node).range;
      const stop = members[index + 1] === undefined ? end?.end.offset : end?.begin.offset;
      if (start === undefined || stop === undefined) throw new Error(`${name}: no source range`);
      const between = source.subarray(start, stop).toString();
      return { name: name.slice(prefix), value, doc: trailingComment(between, link) };
    }),
  };
}

function readFunction(node: AstNode, link: LinkTarget): FunctionModel {
  const signature = node.type?.qualType ?? '';
  const returnType = signature.slice(0, signature.indexOf('(')).trim();
  if (returnType === '') throw new Error(`${nameOf(node)}: no return type in "${signature}"`);
  return {
    name: nameOf(node),
    returnType,
    params: children(node)
      .filter((child) => child.kind === 'ParmVarDecl')
      .map((child) => ({ name: nameOf(child), type: child.type?.qualType ?? '' })),
    doc: docOf(node, link),
  };
}
