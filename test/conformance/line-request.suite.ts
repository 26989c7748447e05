import { describe, expect, it } from 'vitest';
import type { LineSettings } from '../../ts/api/line-settings.js';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

/** The same settings for lines 0 to count - 1. */
function lines(count: number, settings: LineSettings): Record<number, LineSettings> {
  return Object.fromEntries(Array.from({ length: count }, (_, offset) => [offset, settings]));
}

/** Getting lines, and not getting them. */
export function describeLineRequests(machine: Machine): void {
  describe(`line requests on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('say what they hold', () => {
      const plugged = bench.plug({ names: { 5: 'LED' } });
      const request = bench.request(plugged, { lines: { LED: {}, 1: {}, 7: {} } });
      expect(request.offsets).toEqual([1, 7, 5]);
      expect(Object.isFrozen(request.offsets)).toBe(true);
      expect(request.chipName).toBe(plugged.name);
      expect(request.released).toBe(false);
      expect(bench.openFiles()).toHaveLength(1);
      expect(bench.openFiles()[0]).toContain(String(request.fd));
    });

    it('are made across chips by the names of their lines', () => {
      bench.plug({ names: { 1: 'across-a' } });
      const plugged = bench.plug({ names: { 2: 'across-b', 4: 'across-c' } });
      using request = bench.gpiod.requestLines({
        lines: { 'across-c': {}, 'across-b': { direction: 'output', value: 1 } },
      });
      expect(request.chipName).toBe(plugged.name);
      expect(request.offsets).toEqual([4, 2]);
      expect(plugged.level(2)).toBe(1);
    });

    it('across chips fail where names are unknown or on several chips', () => {
      const one = bench.plug({ names: { 1: 'split-left' } });
      const two = bench.plug({ names: { 2: 'split-right' } });
      const unknown = failure(() => bench.gpiod.requestLines({ lines: { 'split-lift': {} } }));
      expect(unknown).toMatchObject({ code: 'ENOENT' });
      expect(unknown.hint).toContain('split-left');
      const split = failure(() =>
        bench.gpiod.requestLines({ lines: { 'split-left': {}, 'split-right': {} } }),
      );
      expect(split.code).toBe('ENOENT');
      expect(split.message).toContain(one.name);
      expect(split.message).toContain(two.name);
      expect(() => bench.gpiod.requestLines({ lines: { 1: {} } })).toThrow(TypeError);
    });

    it('hold up to 64 lines', () => {
      const plugged = bench.plug({ lines: 65 });
      const request = bench.request(plugged, { lines: lines(64, { direction: 'output' }) });
      expect(request.offsets).toHaveLength(64);
      const pattern = request.offsets.map((offset) => (offset % 3 === 0 ? 1 : 0));
      request.setValues(Object.fromEntries(pattern.entries()));
      expect(request.getValues()).toEqual(pattern);
      expect(request.offsets.map((offset) => plugged.level(offset))).toEqual(pattern);
      expect(plugged.level(64)).toBe(0);
    });

    it('hold no more than 64: E2BIG', () => {
      const chip = bench.open(bench.plug({ lines: 65 }));
      bench.calls();
      const error = failure(() => chip.requestLines({ lines: lines(65, {}) }));
      expect(error.code).toBe('E2BIG');
      expect(error.hint).toContain('Split');
      expect(bench.calls()).toEqual([]);
    });

    it('reach the last line of the widest chip', () => {
      const plugged = bench.plug({ lines: 512 });
      const request = bench.request(plugged, {
        lines: { 0: { direction: 'output' }, 511: { direction: 'output', value: 1 } },
      });
      expect([plugged.level(0), plugged.level(511)]).toEqual([0, 1]);
      expect(request.getValue(511)).toBe(1);
    });

    it('give each line settings of its own', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      bench.request(plugged, {
        lines: {
          0: { direction: 'output', value: 1 },
          1: { direction: 'output', drive: 'open-drain', activeLow: true },
          2: { direction: 'input', edge: 'rising', eventClock: 'realtime' },
          3: { direction: 'input', bias: 'pull-up', debouncePeriodUs: 100 },
          4: {},
        },
      });
      expect(chip.lines().slice(0, 5)).toMatchObject([
        { direction: 'output', drive: 'push-pull', activeLow: false },
        { direction: 'output', drive: 'open-drain', activeLow: true },
        { direction: 'input', edge: 'rising', eventClock: 'realtime', bias: 'unknown' },
        { direction: 'input', edge: 'none', bias: 'pull-up', debouncePeriodUs: 100 },
        { direction: 'input', edge: 'none', debounced: false },
      ]);
      expect(chip.lines().map((info) => info.used)).toEqual([
        ...[true, true, true, true, true],
        ...[false, false, false],
      ]);
    });

    it('take only so many different settings: E2BIG', () => {
      const chip = bench.open(bench.plug({ lines: 16 }));
      const different = (count: number) =>
        Object.fromEntries(
          Array.from({ length: count }, (_, i) => [
            i,
            { direction: 'input', debouncePeriodUs: 1000 + i } as const,
          ]),
        );
      chip.requestLines({ lines: different(9) }).release();
      const error = failure(() => chip.requestLines({ lines: different(12) }));
      expect(error.code).toBe('E2BIG');
      expect(error.hint).toContain('split');
    });

    it('name a line only once: TypeError', () => {
      const chip = bench.open(bench.plug({ names: { 3: 'LED' } }));
      expect(() => chip.requestLines({ lines: { 3: {}, LED: {} } })).toThrow(TypeError);
      expect(() => chip.requestLines({ lines: { 3: {}, LED: {} } })).toThrow(/twice/);
      expect(() => chip.requestLines({ lines: { 3: {}, '03': {} } })).toThrow(TypeError);
    });

    it.each([8, 1000, 0xffff_ffff])('do not reach line %d of 8: EINVAL', (offset) => {
      const chip = bench.open(bench.plug({ label: 'eight' }));
      const error = failure(() => chip.requestLines({ lines: { 0: {}, [offset]: {} } }));
      expect(error).toMatchObject({ code: 'EINVAL', operation: 'gpiod_chip_request_lines' });
      expect(error.message).toContain(`no line ${offset}`);
      expect(error.hint).toContain('0 to 7');
      chip.requestLines({ lines: { 0: {} } }).release();
    });

    it('fail where another has a line: EBUSY, which line and who', () => {
      const plugged = bench.plug({ names: { 2: 'LED' } });
      const holder = bench.request(plugged, { consumer: 'blinker', lines: { 2: {}, 3: {} } });
      const chip = bench.open(plugged);
      const error = failure(() => chip.requestLines({ lines: { 1: {}, 2: {} } }));
      expect(error).toMatchObject({ code: 'EBUSY', errno: 16 });
      expect(error.message).toContain("line 2 (LED) is used by 'blinker'");
      expect(error.message).not.toContain('line 1');
      expect(chip.lineInfo(1).used).toBe(false);
      holder.release();
      chip.requestLines({ lines: { 1: {}, 2: {} } }).release();
    });

    it('fail where a hog has the line: EBUSY, and its name', () => {
      const hog = { offset: 4, name: 'power-on', direction: 'output-high' } as const;
      const plugged = bench.plug({ hogs: [hog] });
      const error = failure(() => bench.open(plugged).requestLines({ lines: { 4: {} } }));
      expect(error.code).toBe('EBUSY');
      expect(error.message).toContain('power-on');
      expect(plugged.level(4)).toBe(1);
    });

    it('fail where the line is reserved: EINVAL, and why', () => {
      const chip = bench.open(bench.plug({ reserved: [5] }));
      const error = failure(() => chip.requestLines({ lines: { 5: {} } }));
      expect(error.code).toBe('EINVAL');
      expect(error.message).toContain('reserved');
      chip.requestLines({ lines: { 4: {}, 6: {} } }).release();
    });

    it.each([
      [{ direction: 'output', edge: 'rising' }, 'EINVAL', /edge/],
      [{ direction: 'output', debouncePeriodUs: 1 }, 'EINVAL', /debounce/],
      [{ debouncePeriodUs: 1 }, 'EINVAL', /debounce/],
      [{ direction: 'input', drive: 'open-drain' }, 'EINVAL', /drive/],
      [{ drive: 'open-source' }, 'EINVAL', /drive/],
      [{ edge: 'both', drive: 'open-drain' }, 'EINVAL', /drive/],
      [{ bias: 'pull-up' }, 'EINVAL', /bias/],
      [{ direction: 'input', edge: 'both', eventClock: 'hte' }, 'EOPNOTSUPP', /support/],
      [{ eventClock: 'hte' }, 'EOPNOTSUPP', /support/],
    ] as const)('refuse %j: %s', (settings, code, reason) => {
      const chip = bench.open(bench.plug());
      const error = failure(() => chip.requestLines({ lines: { 0: {}, 3: settings } }));
      expect(error).toMatchObject({ code, operation: 'gpiod_chip_request_lines' });
      expect(error.message).toMatch(reason);
      if (code === 'EINVAL') expect(error.message).toContain('line 3');
      expect(chip.lines().some((info) => info.used)).toBe(false);
    });

    it('free their lines when released, as often as that is done', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const request = chip.requestLines({ lines: { 0: {} } });
      request.release();
      request.release();
      request[Symbol.dispose]();
      expect(request.released).toBe(true);
      expect(chip.lineInfo(0).used).toBe(false);
      {
        using again = chip.requestLines({ lines: { 0: {} } });
        expect(again.released).toBe(false);
      }
      expect(chip.lineInfo(0).used).toBe(false);
    });

    it('live on when their chip is closed', async () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const request = chip.requestLines({
        lines: { 0: { direction: 'output' }, 1: { direction: 'input', edge: 'both' } },
      });
      chip.close();
      request.setValue(0, 1);
      expect(plugged.level(0)).toBe(1);
      plugged.pull(1, 'up');
      expect(await request.waitEdgeEvent()).toBe(true);
      request.reconfigure({ 1: { direction: 'output', value: 0 } });
      expect(request.getValues()).toEqual([1, 0]);
      request.release();
    });

    it('keep what they drive apart from other requests of the chip', () => {
      const plugged = bench.plug();
      const one = bench.request(plugged, { lines: { 0: { direction: 'output', value: 1 } } });
      const two = bench.request(plugged, { lines: { 1: { direction: 'output', value: 1 } } });
      one.release();
      two.setValue(1, 0);
      two.setValue(1, 1);
      expect([plugged.level(0), plugged.level(1)]).toEqual([0, 1]);
    });
  });
}
