import type { Board, BoardChip, UsedLine } from '../../ts/sim/presets/board.js';
import { driverChips } from './chips.js';
import { type Consumer, consumerOf } from './consumers.js';
import { cellsOf, isEnabled, nodesOf, stringsOf, type TreeNode } from './device-tree.js';

const ACTIVE_LOW = 1;

/** Nodes that only name others. */
const descriptive = new Set(['aliases', 'chosen', '__symbols__']);

function lineProperties(node: TreeNode): string[] {
  return [...node.properties.keys()].filter((name) => /^(.+-)?gpios?$/.test(name));
}

function usedLine(offset: number, flags: number, { name, direction, active }: Consumer): UsedLine {
  const output = active ? 'output-high' : 'output-low';
  const used = [offset, name, direction === 'input' ? 'input' : output] as const;
  return (flags & ACTIVE_LOW) !== 0 ? [...used, 'active-low'] : used;
}

function hogOf(node: TreeNode): UsedLine {
  const [offset = 0, flags = 0] = cellsOf(node, 'gpios');
  return usedLine(offset, flags, {
    name: stringsOf(node, 'line-name')[0] ?? node.name,
    direction: node.properties.has('input') ? 'input' : 'output',
    active: node.properties.has('output-high'),
  });
}

/** The lines of each controller that enabled nodes of the tree name, the first to name one having it. */
function usedLines(root: TreeNode): Map<TreeNode, UsedLine[]> {
  const nodes = [...nodesOf(root)];
  const byPhandle = new Map(nodes.map((node) => [cellsOf(node, 'phandle')[0], node]));
  const used = new Map<TreeNode, UsedLine[]>();
  const add = (controller: TreeNode, line: UsedLine): void => {
    const lines = used.get(controller) ?? [];
    if (lines.every(([offset]) => offset !== line[0])) lines.push(line);
    used.set(controller, lines);
  };

  for (const node of nodes) {
    if (!isEnabled(node) || descriptive.has(node.name)) continue;
    if (node.properties.has('gpio-hog')) {
      if (node.parent !== undefined) add(node.parent, hogOf(node));
      continue;
    }
    for (const property of lineProperties(node)) {
      const [phandle, offset = 0, flags = 0] = cellsOf(node, property);
      const controller = byPhandle.get(phandle);
      if (controller === undefined)
        throw new Error(`${node.path}: ${property} names no controller`);
      add(controller, usedLine(offset, flags, consumerOf(node, property)));
    }
  }
  return used;
}

/** The chips of a machine, in the order of its tree. */
export function boardOf(root: TreeNode): Board {
  const [model] = stringsOf(root, 'model');
  if (model === undefined) throw new Error('a device tree without a model');
  const used = usedLines(root);
  const chips: BoardChip[] = [];
  for (const node of nodesOf(root)) {
    if (!node.properties.has('gpio-controller') || !isEnabled(node)) continue;
    const names = stringsOf(node, 'gpio-line-names');
    for (const { label, lines, first } of driverChips(node)) {
      chips.push({
        label,
        lines,
        names: names
          .slice(first, first + lines)
          .join(',')
          .replace(/,+$/, ''),
        used: (used.get(node) ?? [])
          .filter(([offset]) => offset >= first && offset < first + lines)
          .map(([offset, ...rest]): UsedLine => [offset - first, ...rest])
          .sort(([a], [b]) => a - b),
      });
    }
  }
  return { model, chips };
}
