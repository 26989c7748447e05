import { describe, expect, it } from 'vitest';
import { beyondBareNode, type Memory } from './memory.js';

const took = (...resident: number[]): Memory[] =>
  resident.map((bytes) => ({ resident: bytes, anonymous: bytes / 2 }));

describe('memory', () => {
  const { open, loaded, objects, raw, peer } = beyondBareNode({
    bare: took(40, 42, 41),
    open: took(54, 55, 56),
    loaded: took(46, 47, 48),
    objects: took(43, 45, 44),
    raw: took(51, 51, 51),
    peer: took(50, 50, 50),
  });

  it('of open requests is all that is more than bare Node, objects that hold them included', () => {
    expect(open.resident.median).toBe(14);
  });

  it('is compared round by round', () => {
    expect(loaded.resident.bounds).toEqual([5, 7]);
  });

  it('of plain objects is told beside it', () => {
    expect(objects.resident.median).toBe(3);
  });

  it('of the C functions alone is told beside it', () => {
    expect(raw.resident.median).toBe(10);
  });

  it('of another package is told beside it, where there is one', () => {
    expect(peer?.resident.median).toBe(9);
    const alone = { bare: took(1), open: took(2), loaded: took(2), objects: took(2), raw: took(2) };
    expect(beyondBareNode({ ...alone, peer: [] }).peer).toBeUndefined();
  });

  it('of the process alone is counted likewise', () => {
    expect(open.anonymous.median).toBe(7);
  });
});
