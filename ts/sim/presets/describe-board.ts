import type { SimChipDescription, SimDescription, SimLineDescription } from '../description.js';
import type { Board, BoardChip } from './board.js';

function describeChip({ label, lines, names, used }: BoardChip): SimChipDescription {
  const byOffset = names.split(',');
  const described: SimLineDescription[] = Array.from({ length: lines }, (_, offset) => ({
    name: byOffset[offset] || null,
  }));
  for (const [offset, name, direction, polarity] of used) {
    const hog = { name, direction, activeLow: polarity === 'active-low' };
    described[offset] = { ...described[offset], hog };
  }
  return { label, lines: described };
}

/** A preset's board as one would describe it oneself. */
export function describeBoard({ chips }: Board): SimDescription {
  return { chips: chips.map(describeChip) };
}
