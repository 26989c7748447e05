import { describe, expect, it } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { RawGpiod } from '../../ts/raw/raw-gpiod.js';
import { setUpBench } from './bench.js';
import { failure, rejection } from './failure.js';
import type { Machine } from './machine.js';

const both = { direction: 'input', edge: 'both' } as const;

/** A guest's memory as it can be seen from outside: its size, and where new blocks would lie. */
function heap(raw: RawGpiod): readonly number[] {
  const blocks = [8, 40, 100, 600, 4000].map((size) => raw.alloc(size));
  for (const block of blocks) raw.free(block);
  return [raw.memory.bytes.length, ...blocks];
}

const chipCalls: readonly (readonly [string, (chip: Chip) => unknown])[] = [
  ['lineInfo', (chip) => chip.lineInfo(0)],
  ['lineInfo by name', (chip) => chip.lineInfo('LED')],
  ['lines', (chip) => chip.lines()],
  ['offsetOf', (chip) => chip.offsetOf('LED')],
  ['watchLineInfo', (chip) => chip.watchLineInfo([0])],
  ['requestLines', (chip) => chip.requestLines({ lines: { 0: {} } })],
];

const requestCalls: readonly (readonly [string, (request: LineRequest) => unknown])[] = [
  ['getValue', (request) => request.getValue(0)],
  ['getValues', (request) => request.getValues()],
  ['getValues of some', (request) => request.getValues(['LED'])],
  ['setValue', (request) => request.setValue(0, 1)],
  ['setValues', (request) => request.setValues({ LED: 1 })],
  ['reconfigure', (request) => request.reconfigure({ 0: { direction: 'input' } })],
  ['events', (request) => request.events()],
  ['readEdgeEvents', (request) => request.readEdgeEvents()],
  ['line().value', (request) => request.line(0).value],
  ['line().toggle', (request) => request.line(0).toggle()],
];

/** What objects are good for once released, and what they leave behind. */
export function describeLifetime(machine: Machine): void {
  describe(`lifetime on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it.each(chipCalls)('%s on a closed chip fails and reaches nothing', (_, call) => {
      const chip = bench.open(bench.plug({ names: { 0: 'LED' } }));
      chip.offsetOf('LED');
      chip.close();
      const before = heap(bench.gpiod.raw);
      bench.calls();
      const error = failure(() => call(chip));
      expect(error).toMatchObject({
        code: 'EBADF',
        operation: expect.stringMatching(/^gpiod_chip_/),
      });
      expect(error.message).toContain(`${chip.path} has been closed`);
      expect(error.hint).toBeDefined();
      expect(bench.calls()).toEqual([]);
      expect(heap(bench.gpiod.raw)).toEqual(before);
    });

    it.each(requestCalls)('%s on a released request fails and reaches nothing', (_, call) => {
      const plugged = bench.plug({ names: { 0: 'LED' } });
      const request = bench.request(plugged, { lines: { LED: { direction: 'output' } } });
      request.release();
      const before = heap(bench.gpiod.raw);
      bench.calls();
      const error = failure(() => call(request));
      expect(error).toMatchObject({
        code: 'EBADF',
        operation: expect.stringMatching(/^gpiod_line_request_/),
      });
      expect(error.message).toContain('lines 0');
      expect(error.message).toContain('has been released');
      expect(bench.calls()).toEqual([]);
      expect(heap(bench.gpiod.raw)).toEqual(before);
    });

    it('waitEdgeEvent on a released request rejects', async () => {
      const request = bench.request(bench.plug(), { lines: { 0: both } });
      request.release();
      bench.calls();
      const error = await rejection(request.waitEdgeEvent());
      expect(error).toMatchObject({
        code: 'EBADF',
        operation: 'gpiod_line_request_wait_edge_events',
      });
      expect(bench.calls()).toEqual([]);
    });

    it('a released line handle keeps saying which line it was', () => {
      const plugged = bench.plug({ names: { 3: 'LED' } });
      const request = bench.request(plugged, { lines: { LED: { direction: 'output' } } });
      const led = request.line('LED');
      request.release();
      expect([led.offset, led.name]).toEqual([3, 'LED']);
      expect(() => {
        led.value = 1;
      }).toThrow(/released/);
    });

    it('a released request leaves the memory of others alone', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const output = { direction: 'output' } as const;
      const old = chip.requestLines({ lines: { 0: output, 1: output } });
      old.release();
      const fresh = chip.requestLines({ lines: { 2: output, 3: output } });
      failure(() => old.setValues({ 0: 1, 1: 1 }));
      old.release();
      fresh.setValues({ 2: 1, 3: 0 });
      expect(fresh.getValues()).toEqual([1, 0]);
      fresh.release();
    });

    it('many chips and requests share one libgpiod', async () => {
      const plugged = Array.from({ length: 8 }, () => bench.plug({ lines: 16 }));
      const requests = plugged.flatMap((chip) =>
        Array.from({ length: 8 }, (_, i) =>
          bench.request(chip, {
            consumer: `${chip.name}-${i}`,
            lines: { [i * 2]: { direction: 'output' }, [i * 2 + 1]: both },
          }),
        ),
      );
      expect(bench.openFiles()).toHaveLength(64);
      requests.forEach((request, i) => {
        request.setValue(request.offsets[0] ?? 0, i % 3 === 0);
      });
      requests.forEach((request, i) => {
        const [offset] = request.offsets;
        expect(request.chipName).toBe(plugged[Math.floor(i / 8)]?.name);
        expect(plugged[Math.floor(i / 8)]?.level(offset ?? 0)).toBe(i % 3 === 0 ? 1 : 0);
      });
      const streams = requests.map((request) => request.events());
      const next = streams.map((stream) => stream.next());
      for (const chip of plugged) for (let i = 0; i < 8; i++) chip.pull(i * 2 + 1, 'up');
      const events = await Promise.all(next);
      expect(events.map((event) => event.value?.type)).toEqual(events.map(() => 'rising'));
      expect(events.map((event) => event.value?.offset)).toEqual(
        requests.map((request) => request.offsets[1]),
      );
    });

    it('a thousand requests, used and released, leave nothing behind', async () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const cycle = (): void => {
        const request = chip.requestLines({
          consumer: 'cycle',
          lines: { 0: { direction: 'output' }, 1: both },
        });
        request.setValue(0, 1);
        request.getValues();
        request.readEdgeEvents();
        request.release();
      };
      cycle();
      const before = heap(bench.gpiod.raw);
      const files = bench.openFiles();
      for (let i = 0; i < 1000; i++) cycle();
      expect(heap(bench.gpiod.raw)).toEqual(before);
      expect(bench.openFiles()).toEqual(files);
    });

    it('rounds of everything else leave nothing behind', async () => {
      const plugged = bench.plug({ names: { 0: 'LED' } });
      const round = async (): Promise<void> => {
        const chip = bench.gpiod.openChip(plugged.path);
        chip.lines();
        const infos = chip.watchLineInfo(['LED']);
        const request = chip.requestLines({ lines: { LED: { direction: 'output' }, 1: both } });
        failure(() => chip.requestLines({ lines: { LED: {} } }));
        failure(() => chip.watchLineInfo([0, 99]));
        failure(() => bench.gpiod.openChip(machine.paths.otherDevice));
        await infos.next();
        const events = request.events();
        const next = events.next();
        plugged.pull(1, 'up');
        await next;
        request.reconfigure({ 1: { direction: 'input' } });
        plugged.pull(1, 'down');
        request.release();
        chip.close();
      };
      await round();
      const before = heap(bench.gpiod.raw);
      for (let i = 0; i < 30; i++) await round();
      expect(heap(bench.gpiod.raw)).toEqual(before);
      expect(bench.openFiles()).toEqual([]);
    });
  });
}
