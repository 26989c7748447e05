import { describe, expect, it } from 'vitest';
import type { LineInfo } from '../../ts/api/line-info.js';
import type { LineSettings } from '../../ts/api/line-settings.js';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

const untouched: Omit<LineInfo, 'offset'> = {
  name: undefined,
  consumer: undefined,
  used: false,
  direction: 'input',
  edge: 'none',
  bias: 'unknown',
  drive: 'push-pull',
  activeLow: false,
  debounced: false,
  debouncePeriodUs: 0,
  eventClock: 'monotonic',
};

/** Every setting, and what of a line's info it changes. */
const settings: readonly (readonly [LineSettings, Partial<LineInfo>])[] = [
  [{}, {}],
  [{ direction: 'as-is' }, {}],
  [{ direction: 'input' }, {}],
  [{ direction: 'output' }, { direction: 'output' }],
  [{ direction: 'output', value: 1 }, { direction: 'output' }],
  [{ direction: 'input', edge: 'none' }, {}],
  [{ edge: 'rising' }, { edge: 'rising' }],
  [{ direction: 'input', edge: 'rising' }, { edge: 'rising' }],
  [{ direction: 'input', edge: 'falling' }, { edge: 'falling' }],
  [{ direction: 'input', edge: 'both' }, { edge: 'both' }],
  [{ direction: 'input', bias: 'as-is' }, {}],
  [{ direction: 'input', bias: 'disabled' }, { bias: 'disabled' }],
  [{ direction: 'input', bias: 'pull-up' }, { bias: 'pull-up' }],
  [{ direction: 'input', bias: 'pull-down' }, { bias: 'pull-down' }],
  [
    { direction: 'output', bias: 'pull-up' },
    { direction: 'output', bias: 'pull-up' },
  ],
  [{ direction: 'output', drive: 'push-pull' }, { direction: 'output' }],
  [
    { direction: 'output', drive: 'open-drain' },
    { direction: 'output', drive: 'open-drain' },
  ],
  [
    { direction: 'output', drive: 'open-source' },
    { direction: 'output', drive: 'open-source' },
  ],
  [{ direction: 'input', activeLow: true }, { activeLow: true }],
  [{ activeLow: true }, { activeLow: true }],
  [{ direction: 'input', activeLow: false }, {}],
  [
    { direction: 'output', activeLow: true },
    { direction: 'output', activeLow: true },
  ],
  [
    { direction: 'input', debouncePeriodUs: 1 },
    { debounced: true, debouncePeriodUs: 1 },
  ],
  [
    { direction: 'input', edge: 'both', debouncePeriodUs: 5000 },
    { edge: 'both', debounced: true, debouncePeriodUs: 5000 },
  ],
  [
    { direction: 'input', debouncePeriodUs: 0xffff_ffff },
    { debounced: true, debouncePeriodUs: 0xffff_ffff },
  ],
  [{ direction: 'input', debouncePeriodUs: 0 }, {}],
  [{ direction: 'input', edge: 'both', eventClock: 'monotonic' }, { edge: 'both' }],
  [
    { direction: 'input', edge: 'both', eventClock: 'realtime' },
    { edge: 'both', eventClock: 'realtime' },
  ],
];

/** Snapshots of lines. */
export function describeLineInfo(machine: Machine): void {
  describe(`line info on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('of a line that nobody has touched', () => {
      const chip = bench.open(bench.plug());
      expect(chip.lineInfo(5)).toEqual({ ...untouched, offset: 5 });
      expect(chip.lines()).toHaveLength(8);
      expect(chip.lines()[5]).toEqual(chip.lineInfo(5));
    });

    it('is found by offset, digits and name', () => {
      const chip = bench.open(bench.plug({ names: { 3: 'LED', 4: 'Größe ✨', 6: 'LED' } }));
      expect(chip.lineInfo('3')).toEqual(chip.lineInfo(3));
      expect(chip.lineInfo('LED')).toEqual({ ...untouched, offset: 3, name: 'LED' });
      expect(chip.lineInfo('Größe ✨')).toMatchObject({ offset: 4, name: 'Größe ✨' });
    });

    it('has names of up to 31 bytes, whatever the driver gives', () => {
      const name = 'a-name-of-a-line-of-just-31-byte';
      const chip = bench.open(bench.plug({ names: { 0: name.slice(0, 31), 1: name } }));
      expect(chip.lineInfo(0).name).toBe(name.slice(0, 31));
      expect(chip.lineInfo(1).name).toBe(name.slice(0, 31));
    });

    it.each(settings)('shows %j', (given, changed) => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      bench.request(plugged, { consumer: 'me', lines: { 2: given } });
      const expected = { ...untouched, offset: 2, consumer: 'me', used: true, ...changed };
      expect(chip.lineInfo(2)).toEqual(expected);
      expect(chip.lineInfo(1)).toEqual({ ...untouched, offset: 1 });
    });

    it('keeps only direction and event clock beyond the release', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      for (const [given] of settings) {
        bench.request(plugged, { lines: { 2: given } }).release();
        const { direction, eventClock } = chip.lineInfo(2);
        expect(chip.lineInfo(2)).toEqual({ ...untouched, offset: 2, direction, eventClock });
        expect(direction).toBe(given.direction === 'output' ? 'output' : 'input');
        expect(eventClock).toBe(given.eventClock ?? 'monotonic');
        bench.request(plugged, { lines: { 2: { direction: 'input' } } }).release();
      }
    });

    it('names the consumer as far as it is known', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const consumer = 'Türöffner mit 31 Bytes ✨✓';
      expect(new TextEncoder().encode(consumer)).toHaveLength(31);
      bench.request(plugged, { consumer, lines: { 0: {} } });
      bench.request(plugged, { lines: { 1: {} } });
      expect(chip.lineInfo(0).consumer).toBe(consumer);
      expect(chip.lineInfo(1).consumer).toBe('?');
    });

    it('shows what a hog drives', () => {
      const plugged = bench.plug({
        hogs: [
          { offset: 1, name: 'power', direction: 'output-high' },
          { offset: 2, name: 'reset', direction: 'output-low' },
          { offset: 3, name: 'sense', direction: 'input' },
        ],
      });
      const chip = bench.open(plugged);
      const hogs = [1, 2, 3].map((offset) => chip.lineInfo(offset));
      expect(hogs.map((info) => info.used)).toEqual([true, true, true]);
      expect(hogs.map((info) => info.consumer)).toEqual(['power', 'reset', 'sense']);
      expect(hogs.map((info) => info.direction)).toEqual(['output', 'output', 'input']);
      expect([plugged.level(1), plugged.level(2)]).toEqual([1, 0]);
    });

    it('shows a reserved line as used, by nobody that has a name', () => {
      const chip = bench.open(bench.plug({ reserved: [6] }));
      expect(chip.lineInfo(6)).toEqual({ ...untouched, offset: 6, used: true });
      expect(chip.lineInfo(5).used).toBe(false);
    });

    it('is a snapshot that can neither change nor be changed', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const before = chip.lineInfo(2);
      bench.request(plugged, { lines: { 2: { direction: 'output' } } });
      expect(before).toEqual({ ...untouched, offset: 2 });
      expect(Object.isFrozen(before)).toBe(true);
      expect(Object.isFrozen(chip.info)).toBe(true);
    });

    it('cannot be had of a line out of range: the error says what the range is', () => {
      const chip = bench.open(bench.plug({ lines: 4, label: 'small' }));
      for (const offset of [4, '4', 1000, 0xffff_ffff]) {
        const error = failure(() => chip.lineInfo(offset));
        expect(error).toMatchObject({ code: 'EINVAL', operation: 'gpiod_chip_get_line_info' });
        expect(error.hint).toContain('small');
        expect(error.hint).toContain('0 to 3');
      }
    });

    it('cannot be had by a name that is not there: the error says which come near', () => {
      const chip = bench.open(bench.plug({ names: { 0: 'GPIO17', 1: 'GPIO27', 2: 'ID_SDA' } }));
      const error = failure(() => chip.lineInfo('gpio17'));
      expect(error).toMatchObject({
        code: 'ENOENT',
        operation: 'gpiod_chip_get_line_offset_from_name',
      });
      expect(error.hint).toContain('GPIO17');
      expect(error.hint).not.toContain('ID_SDA');
      expect(failure(() => chip.lineInfo('entirely different')).hint).toContain('3 of its 8');
    });
  });
}
