import { describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

/** Finding, opening and describing chips. */
export function describeChips(machine: Machine): void {
  describe(`chips on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it.each([1, 2, 63, 64, 65, 512])('have their name, label and %d lines', (lines) => {
      const plugged = bench.plug({ lines, label: `with-${lines}` });
      const chip = bench.open(plugged);
      expect(chip.info).toEqual({
        path: plugged.path,
        name: plugged.name,
        label: `with-${lines}`,
        numLines: lines,
      });
      expect(chip.path).toBe(plugged.path);
      expect(chip.lines().map((info) => info.offset)).toEqual(
        Array.from({ length: lines }, (_, offset) => offset),
      );
      expect(failure(() => chip.lineInfo(lines))).toMatchObject({ code: 'EINVAL' });
    });

    it('are opened by path, name, number and label', () => {
      const plugged = bench.plug({ label: 'the-one' });
      const number = Number(/\d+$/.exec(plugged.name)?.[0]);
      for (const id of [plugged.path, plugged.name, number, { label: 'the-one' }]) {
        using chip = bench.gpiod.openChip(id);
        expect(chip.info.name).toBe(plugged.name);
      }
    });

    it('are listed by number', () => {
      const plugged = Array.from({ length: 12 }, (_, i) =>
        bench.plug({ lines: 1, label: `l${i}` }),
      );
      const chips = bench.gpiod.chips();
      const numbers = chips.map((info) => Number(/\d+$/.exec(info.name)?.[0]));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      const names = plugged.map((chip) => chip.name);
      expect(chips.filter((info) => names.includes(info.name))).toHaveLength(12);
    });
  });
}
