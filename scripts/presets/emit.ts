import type { Board, BoardChip, UsedLine } from '../../ts/sim/presets/board.js';

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function usedText([offset, consumer, direction, polarity]: UsedLine): string {
  const rest = polarity === undefined ? '' : `, ${quoted(polarity)}`;
  return `[${offset}, ${quoted(consumer)}, ${quoted(direction)}${rest}]`;
}

function chipText({ label, lines, names, used }: BoardChip): string {
  return [
    '      {',
    `        label: ${quoted(label)},`,
    `        lines: ${lines},`,
    `        names: ${quoted(names)},`,
    `        used: [${used.map(usedText).join(', ')}],`,
    '      },',
  ].join('\n');
}

/** The generated module: boards by the name of their device tree. */
export function boardsModule(kernel: string, boards: ReadonlyMap<string, Board>): string {
  const entries = [...boards].map(([tree, { model, chips }]) =>
    [
      `  ${quoted(tree)}: {`,
      `    model: ${quoted(model)},`,
      '    chips: [',
      ...chips.map(chipText),
      '    ],',
      '  },',
    ].join('\n'),
  );
  return [
    `// Written by scripts/presets.ts from the device trees of Debian's Linux ${kernel}. Do not edit.`,
    "import type { Board } from '../board.js';",
    '',
    'export const boards = {',
    ...entries,
    '} satisfies Readonly<Record<string, Board>>;',
    '',
  ].join('\n');
}
