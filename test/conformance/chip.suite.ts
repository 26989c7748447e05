import { describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

function numberOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0]);
}

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
      const ids = [plugged.path, plugged.name, numberOf(plugged.name), { label: 'the-one' }];
      for (const id of ids) {
        using chip = bench.gpiod.openChip(id);
        expect(chip.info.name).toBe(plugged.name);
      }
    });

    it('are opened and recognised through symbolic links', () => {
      const plugged = bench.plug();
      const link = machine.link(plugged.path);
      const indirect = machine.link(link.path);
      for (const { path } of [link, indirect]) {
        expect(bench.gpiod.isGpioChip(path)).toBe(true);
        using chip = bench.gpiod.openChip(path);
        expect(chip.info).toMatchObject({ path, name: plugged.name });
      }
      link.remove();
      expect(bench.gpiod.isGpioChip(indirect.path)).toBe(false);
      expect(failure(() => bench.gpiod.openChip(indirect.path)).code).toBe('ENOENT');
      indirect.remove();
    });

    it('are told from all other files', () => {
      const { missing, folder, regularFile, otherDevice } = machine.paths;
      const link = machine.link(otherDevice);
      const others = [missing, folder, regularFile, otherDevice, link.path, '', 'a\0b'];
      expect(others.map((path) => bench.gpiod.isGpioChip(path))).toEqual(others.map(() => false));
      link.remove();
      expect(bench.gpiod.isGpioChip(bench.plug().path)).toBe(true);
    });

    it('are listed by number', () => {
      const plugged = Array.from({ length: 12 }, (_, i) =>
        bench.plug({ lines: i + 1, label: `listed-${i}` }),
      );
      const chips = bench.gpiod.chips();
      const numbers = chips.map((info) => numberOf(info.name));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      for (const [i, { name, path }] of plugged.entries()) {
        const expected = { name, path, label: `listed-${i}`, numLines: i + 1 };
        expect(chips.filter((info) => info.name === name)).toEqual([expected]);
      }
    });

    it('cannot be opened where there is none: the error lists those there are', () => {
      const plugged = bench.plug();
      const error = failure(() => bench.gpiod.openChip(machine.paths.missing));
      expect(error).toMatchObject({ code: 'ENOENT', errno: 2, operation: 'gpiod_chip_open' });
      expect(error.message).toContain(machine.paths.missing);
      expect(error.hint).toContain(plugged.path);
    });

    it.each([
      ['folder', 'ENOTTY'],
      ['regularFile', 'ENOTTY'],
      ['otherDevice', 'ENODEV'],
    ] as const)('cannot be opened where the path is that of a %s: %s', (kind, code) => {
      const error = failure(() => bench.gpiod.openChip(machine.paths[kind]));
      expect(error).toMatchObject({ code, operation: 'gpiod_chip_open' });
      expect(error.message).toContain('not a GPIO chip');
    });

    it('cannot be opened by a label that none has, or several have', () => {
      const [one, two] = [bench.plug({ label: 'twins' }), bench.plug({ label: 'twins' })];
      const ambiguous = failure(() => bench.gpiod.openChip({ label: 'twins' }));
      expect(ambiguous.code).toBe('ENOTUNIQ');
      expect(ambiguous.message).toContain(one.name);
      expect(ambiguous.message).toContain(two.name);
      const unknown = failure(() => bench.gpiod.openChip({ label: 'triplets' }));
      expect(unknown.code).toBe('ENOENT');
      expect(unknown.hint).toContain("'twins'");
    });

    it('say which lines have a name', () => {
      const chip = bench.open(bench.plug({ names: { 1: 'LED', 3: 'Tür', 5: 'LED' } }));
      expect(chip.offsetOf('LED')).toBe(1);
      expect(chip.offsetOf('Tür')).toBe(3);
      expect(chip.offsetOf('led')).toBeUndefined();
      expect(chip.offsetOf('')).toBeUndefined();
    });

    it('are searched for a name, the lowest number first', () => {
      bench.plug({ names: { 0: 'find-other' } });
      const [first] = [
        bench.plug({ names: { 4: 'find-me' } }),
        bench.plug({ names: { 4: 'find-me' } }),
      ].sort((a, b) => numberOf(a.name) - numberOf(b.name));
      const found = bench.gpiod.findLine('find-me');
      expect(found).toMatchObject({ chip: { name: first?.name, path: first?.path }, offset: 4 });
      expect(bench.gpiod.findLine('find-nobody')).toBeUndefined();
    });

    it('may be closed several times, and by the end of a block', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      expect(chip.closed).toBe(false);
      expect(bench.openFiles()).toHaveLength(1);
      chip.close();
      chip.close();
      chip[Symbol.dispose]();
      expect(chip.closed).toBe(true);
      expect(bench.openFiles()).toEqual([]);
      {
        using second = bench.gpiod.openChip(plugged.path);
        expect(second.fd).toBeGreaterThanOrEqual(0);
        expect(bench.openFiles()).toHaveLength(1);
      }
      expect(bench.openFiles()).toEqual([]);
    });

    it('are each open on their own, however often', () => {
      const plugged = bench.plug();
      const [one, two] = [bench.open(plugged), bench.open(plugged)];
      expect(one.fd).not.toBe(two.fd);
      one.close();
      expect(two.lineInfo(0).offset).toBe(0);
    });

    it('leave nothing open after all the searches and failures', () => {
      bench.plug({ label: 'searched', names: { 0: 'searched-line' } });
      bench.gpiod.chips();
      bench.gpiod.findLine('searched-line');
      failure(() => bench.gpiod.openChip(machine.paths.otherDevice));
      failure(() => bench.gpiod.openChip({ label: 'nobody' }));
      bench.gpiod.openChip({ label: 'searched' }).close();
      expect(bench.openFiles()).toEqual([]);
    });

    it('are driven by upstream of the version that is told', () => {
      expect(bench.gpiod.apiVersion).toMatch(/^2\.\d+(\.\d+)?$/);
    });
  });
}
