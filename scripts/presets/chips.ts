import { cellsOf, stringsOf, type TreeNode } from './device-tree.js';

/** A chip that a driver of the kernel makes for a node of the tree. */
export interface DriverChip {
  readonly label: string;
  readonly lines: number;
  /** Number of the chip's first line in the node's own numbering. */
  readonly first: number;
}

function one(label: string, lines: number): () => DriverChip[] {
  return () => [{ label, lines, first: 0 }];
}

/** gpio-brcmstb makes a chip of 32 lines for each bank, whatever the bank's width, labelled by the node. */
const LINES_PER_BANK = 32;

/** Labels and numbers of lines as the drivers have them, by `compatible`. */
const drivers: Readonly<Record<string, (node: TreeNode) => DriverChip[]>> = {
  'brcm,bcm2835-gpio': one('pinctrl-bcm2835', 54),
  'brcm,bcm2711-gpio': one('pinctrl-bcm2711', 58),
  'raspberrypi,firmware-gpio': one('raspberrypi-exp-gpio', 8),
  'raspberrypi,rp1-gpio': one('pinctrl-rp1', 54),
  'brcm,brcmstb-gpio': (node) =>
    cellsOf(node, 'brcm,gpio-bank-widths').map((_, bank) => ({
      label: node.path,
      lines: LINES_PER_BANK,
      first: bank * LINES_PER_BANK,
    })),
};

/** @throws Error where this file does not know the driver: it has to be looked up in the kernel. */
export function driverChips(node: TreeNode): DriverChip[] {
  // The most specific name comes first, and decides.
  for (const compatible of stringsOf(node, 'compatible')) {
    const chips = drivers[compatible];
    if (chips !== undefined) return chips(node);
  }
  throw new Error(`${node.path}: no driver known for this GPIO controller`);
}
