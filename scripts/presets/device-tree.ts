/** A node of a compiled device tree. */
export interface TreeNode {
  /** With its unit address: "gpio@7e200000". The root's is empty. */
  readonly name: string;
  readonly path: string;
  readonly parent: TreeNode | undefined;
  readonly children: TreeNode[];
  readonly properties: Map<string, Buffer>;
}

const MAGIC = 0xd00dfeed;
const BEGIN_NODE = 1;
const END_NODE = 2;
const PROPERTY = 3;
const NOP = 4;

function align4(at: number): number {
  return (at + 3) & ~3;
}

/** Reads a .dtb file, the format of the Devicetree Specification. Returns the root. */
export function parseDeviceTree(blob: Buffer): TreeNode {
  if (blob.readUInt32BE(0) !== MAGIC) throw new Error('not a compiled device tree');
  const stringsAt = blob.readUInt32BE(12);
  const textAt = (at: number): string => blob.toString('utf8', at, blob.indexOf(0, at));

  let at = blob.readUInt32BE(8);
  let current: TreeNode | undefined;
  for (;;) {
    const token = blob.readUInt32BE(at);
    at += 4;
    if (token === BEGIN_NODE) {
      const name = textAt(at);
      at = align4(at + Buffer.byteLength(name) + 1);
      const above = current === undefined || current.path === '/' ? '' : current.path;
      const node: TreeNode = {
        name,
        path: `${above}/${name}`,
        parent: current,
        children: [],
        properties: new Map(),
      };
      current?.children.push(node);
      current = node;
    } else if (token === PROPERTY && current !== undefined) {
      const length = blob.readUInt32BE(at);
      const name = textAt(stringsAt + blob.readUInt32BE(at + 4));
      current.properties.set(name, blob.subarray(at + 8, at + 8 + length));
      at = align4(at + 8 + length);
    } else if (token === END_NODE && current !== undefined) {
      if (current.parent === undefined) return current;
      current = current.parent;
    } else if (token !== NOP) {
      throw new Error(`a device tree with a token ${token} at ${at - 4}`);
    }
  }
}

/** Every node below and with this one, in the order of the file. */
export function* nodesOf(node: TreeNode): Generator<TreeNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** A property's list of strings; empty where there is no such property. */
export function stringsOf(node: TreeNode, property: string): string[] {
  const value = node.properties.get(property);
  if (value === undefined || value.length === 0) return [];
  return value.toString('utf8', 0, value.length - 1).split('\0');
}

/** A property's 32-bit cells. */
export function cellsOf(node: TreeNode, property: string): number[] {
  const value = node.properties.get(property) ?? Buffer.alloc(0);
  return Array.from({ length: value.length / 4 }, (_, i) => value.readUInt32BE(4 * i));
}

/** False where the node or one that it lies in is switched off. */
export function isEnabled(node: TreeNode): boolean {
  for (let one: TreeNode | undefined = node; one !== undefined; one = one.parent) {
    const [status = 'okay'] = stringsOf(one, 'status');
    if (status !== 'okay' && status !== 'ok') return false;
  }
  return true;
}
