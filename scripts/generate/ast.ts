/** A node of clang's `-ast-dump=json`, as far as the generator reads it. */
export interface AstNode {
  readonly kind: string;
  readonly name?: string;
  readonly type?: { readonly qualType: string; readonly desugaredQualType?: string };
  readonly value?: string;
  readonly text?: string;
  readonly param?: string;
  readonly args?: readonly string[];
  readonly tagUsed?: string;
  readonly completeDefinition?: boolean;
  readonly loc?: { readonly offset?: number; readonly includedFrom?: { readonly file: string } };
  readonly range?: {
    readonly begin: { readonly offset?: number };
    readonly end: { readonly offset?: number; readonly tokLen?: number };
  };
  readonly inner?: readonly AstNode[];
}

export function children(node: AstNode): readonly AstNode[] {
  return node.inner ?? [];
}

/** Top-level declarations of the headers that main.c names, without those which these include. */
export function declaredInHeader(unit: AstNode): AstNode[] {
  return children(unit).filter((node) => node.loc?.includedFrom?.file === 'main.c');
}

/** Top-level declarations of main.c itself. */
export function declaredInMain(unit: AstNode): AstNode[] {
  return children(unit).filter(
    (node) => node.loc?.offset !== undefined && node.loc.includedFrom === undefined,
  );
}

/** The value clang computed for a constant expression at or below `node`. */
export function constantValue(node: AstNode): bigint | undefined {
  if (node.kind === 'ConstantExpr' && node.value !== undefined) return BigInt(node.value);
  for (const child of children(node)) {
    const value = constantValue(child);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** An enumerator with its value: written out, or one more than the one before. */
export interface Enumerator {
  readonly name: string;
  readonly value: bigint;
  readonly node: AstNode;
}

export function enumerators(enumDecl: AstNode): Enumerator[] {
  let next = 0n;
  return children(enumDecl)
    .filter((node) => node.kind === 'EnumConstantDecl')
    .map((node) => {
      const value = constantValue(node) ?? next;
      next = value + 1n;
      return { name: nameOf(node), value, node };
    });
}

export function nameOf(node: AstNode): string {
  if (node.name === undefined) throw new Error(`a ${node.kind} without a name`);
  return node.name;
}

/** The prefix up to an underscore that all names share: what enumerators repeat in C. */
export function commonPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.lastIndexOf('_') + 1;
  while (length > 0 && !others.every((name) => name.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf('_', length - 2) + 1;
  }
  return first.slice(0, length);
}
