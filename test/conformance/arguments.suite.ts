import { describe, expect, it } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import type { Gpiod } from '../../ts/api/gpiod.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import { setUpBench } from './bench.js';
import type { Machine } from './machine.js';

interface Objects {
  readonly gpiod: Gpiod;
  readonly chip: Chip;
  readonly request: LineRequest;
}

/** As a caller without types would write it: `wrong` is what the parameter is not meant for. */
type Call = (objects: Objects, wrong: never) => unknown;

const noOffset: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  true,
  -1,
  1.5,
  NaN,
  2 ** 32,
  '-1',
  1n,
];
/** Where { signal } was meant. */
const { signal: aSignal } = new AbortController();

const noObject: readonly unknown[] = [undefined, null, 'text', 1];

const calls: readonly (readonly [string, Call, readonly unknown[]])[] = [
  ['isGpioChip(?)', ({ gpiod }, wrong) => gpiod.isGpioChip(wrong), [undefined, null, 0, {}]],
  ['findLine(?)', ({ gpiod }, wrong) => gpiod.findLine(wrong), [undefined, null, 0, {}]],
  [
    'openChip(?)',
    ({ gpiod }, wrong) => gpiod.openChip(wrong),
    [undefined, null, '', -1, 1.5, NaN, true, {}, { label: 5 }, { label: '' }, 'a\0b'],
  ],
  [
    'openChip({ label: ? })',
    ({ gpiod }, wrong) => gpiod.openChip({ label: wrong }),
    [undefined, null, '', 0],
  ],
  ['gpiod.requestLines(?)', ({ gpiod }, wrong) => gpiod.requestLines(wrong), noObject],
  [
    'gpiod.requestLines({ lines: ? })',
    ({ gpiod }, wrong) => gpiod.requestLines({ lines: wrong }),
    [...noObject, {}, { 3: {} }],
  ],
  ['lineInfo(?)', ({ chip }, wrong) => chip.lineInfo(wrong), noOffset.filter((x) => x !== '-1')],
  ['offsetOf(?)', ({ chip }, wrong) => chip.offsetOf(wrong), [undefined, null, 0, {}]],
  ['watchLineInfo(?)', ({ chip }, wrong) => chip.watchLineInfo(wrong), [...noObject, {}, []]],
  [
    'watchLineInfo([?])',
    ({ chip }, wrong) => chip.watchLineInfo([wrong]),
    noOffset.filter((x) => x !== '-1'),
  ],
  [
    'watchLineInfo([0], { signal: ? })',
    ({ chip }, wrong) => chip.watchLineInfo([0], { signal: wrong }),
    ['text', 1, {}, null],
  ],
  [
    'watchLineInfo([0], ?)',
    ({ chip }, wrong) => chip.watchLineInfo([0], wrong),
    [null, 'text', 1, { sginal: undefined }, aSignal],
  ],
  [
    'requestLines(?)',
    ({ chip }, wrong) => chip.requestLines(wrong),
    [...noObject, {}, { line: {} }],
  ],
  [
    'requestLines({ lines: ? })',
    ({ chip }, wrong) => chip.requestLines({ lines: wrong }),
    [...noObject, {}, [], [5]],
  ],
  [
    'requestLines({ lines: { 3: ? } })',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: wrong } }),
    [...noObject, [], { directon: 'input' }, { value: 1 }, { direction: 'input', value: 1 }],
  ],
  [
    'requestLines with direction: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { direction: wrong } } }),
    ['in', 'INPUT', '', 1, null, {}, 'toString'],
  ],
  [
    'requestLines with edge: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { edge: wrong } } }),
    ['rise', 1, true, null],
  ],
  [
    'requestLines with bias: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { direction: 'input', bias: wrong } } }),
    ['up', 1, null, 'unknown'],
  ],
  [
    'requestLines with drive: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { drive: wrong } } }),
    ['open', 1, null],
  ],
  [
    'requestLines with eventClock: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { eventClock: wrong } } }),
    ['utc', 1, null],
  ],
  [
    'requestLines with activeLow: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { activeLow: wrong } } }),
    [0, 1, 'true', null],
  ],
  [
    'requestLines with debouncePeriodUs: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { debouncePeriodUs: wrong } } }),
    [-1, 0.5, 2 ** 32, NaN, Infinity, '5', 5n, null],
  ],
  [
    'requestLines with value: ?',
    ({ chip }, wrong) => chip.requestLines({ lines: { 3: { direction: 'output', value: wrong } } }),
    [2, -1, 'on', '1', null, 1n],
  ],
  [
    'requestLines with consumer: ?',
    ({ chip }, wrong) => chip.requestLines({ consumer: wrong, lines: { 3: {} } }),
    [1, null, {}, 'x'.repeat(32), 'ü'.repeat(16), 'a\0b'],
  ],
  [
    'requestLines with eventBufferSize: ?',
    ({ chip }, wrong) => chip.requestLines({ eventBufferSize: wrong, lines: { 3: {} } }),
    [-1, 1.5, 2 ** 32, '16', null],
  ],
  ['getValue(?)', ({ request }, wrong) => request.getValue(wrong), noOffset],
  ['getValues(?)', ({ request }, wrong) => request.getValues(wrong), [null, {}, 0, '0', true]],
  ['getValues([?])', ({ request }, wrong) => request.getValues([wrong]), noOffset],
  ['setValue(?, 1)', ({ request }, wrong) => request.setValue(wrong, 1), noOffset],
  [
    'setValue(0, ?)',
    ({ request }, wrong) => request.setValue(0, wrong),
    [undefined, null, 2, -1, '1', 'high', {}, 1n],
  ],
  [
    'setValues(?)',
    ({ request }, wrong) => request.setValues(wrong),
    [undefined, null, 'x', 5, [1], { 0: 1, LED: 0 }],
  ],
  [
    'setValues({ 0: ? })',
    ({ request }, wrong) => request.setValues({ 0: wrong }),
    [undefined, null, 2, '1', {}],
  ],
  ['line(?)', ({ request }, wrong) => request.line(wrong), noOffset],
  [
    'line(0).value = ?',
    ({ request }, wrong) => {
      request.line(0).value = wrong;
    },
    [undefined, null, 2, '1'],
  ],
  [
    'reconfigure(?)',
    ({ request }, wrong) => request.reconfigure(wrong),
    [undefined, null, 'x', 5, [], { 0: { direction: 'output' }, LED: { direction: 'input' } }],
  ],
  [
    'reconfigure({ 0: ? })',
    ({ request }, wrong) => request.reconfigure({ 0: wrong }),
    [...noObject, {}, { direction: 'out' }, { direction: 'input', value: 1 }],
  ],
  [
    'readEdgeEvents(?)',
    ({ request }, wrong) => request.readEdgeEvents(wrong),
    [null, -1, 0.5, '1'],
  ],
  [
    'events(?)',
    ({ request }, wrong) => request.events(wrong),
    [null, 'x', 1, { timeoutMs: 1 }, aSignal],
  ],
  [
    'events({ signal: ? })',
    ({ request }, wrong) => request.events({ signal: wrong }),
    [null, {}, 'x', 1],
  ],
];

const asyncCalls: readonly (readonly [string, Call, readonly unknown[]])[] = [
  [
    'waitEdgeEvent(?)',
    ({ request }, wrong) => request.waitEdgeEvent(wrong),
    [null, 'x', 1, { timeout: 1 }, aSignal],
  ],
  [
    'waitEdgeEvent({ timeoutMs: ? })',
    ({ request }, wrong) => request.waitEdgeEvent({ timeoutMs: wrong }),
    [-1, NaN, Infinity, '5', null, {}, 5n],
  ],
  [
    'waitEdgeEvent({ signal: ? })',
    ({ request }, wrong) => request.waitEdgeEvent({ signal: wrong }),
    [null, {}, 'x', 1],
  ],
];

/** Wrong arguments: TypeError before the kernel is asked for anything. */
export function describeArguments(machine: Machine): void {
  describe(`wrong arguments on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    function objects(): Objects {
      const plugged = bench.plug({ names: { 0: 'LED' } });
      const chip = bench.open(plugged);
      const request = bench.request(plugged, { lines: { 0: { direction: 'output' } } });
      chip.offsetOf('LED');
      bench.calls();
      return { gpiod: bench.gpiod, chip, request };
    }

    it.each(calls)('%s', (_, call, wrongs) => {
      const all = objects();
      for (const wrong of wrongs) {
        expect(() => call(all, wrong as never), String(wrong)).toThrow(TypeError);
        expect(bench.calls()).toEqual([]);
      }
      // Nothing is left in a state that only looks unused.
      expect(all.request.getValue(0)).toBe(0);
      all.request.events().end();
    });

    it.each(asyncCalls)('%s', async (_, call, wrongs) => {
      const all = objects();
      for (const wrong of wrongs) {
        await expect(call(all, wrong as never), String(wrong)).rejects.toThrow(TypeError);
        expect(bench.calls()).toEqual([]);
      }
    });
  });
}
