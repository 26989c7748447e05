import { describe, expect, it } from 'vitest';
import type { EventStream } from '../../ts/api/event-stream.js';
import type { InfoEvent } from '../../ts/api/info-event.js';
import { loadSync } from '../../ts/load.js';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

async function take(stream: EventStream<InfoEvent>, count: number): Promise<InfoEvent[]> {
  const events: InfoEvent[] = [];
  for (let i = 0; i < count; i++) {
    const { value } = await stream.next();
    if (value !== undefined) events.push(value);
  }
  return events;
}

/** Watching what others do to lines. */
export function describeInfoEvents(machine: Machine): void {
  describe(`line info events on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('tell of request, reconfiguration and release, and the line as it is then', async () => {
      const plugged = bench.plug({ names: { 2: 'LED' } });
      const stream = bench.open(plugged).watchLineInfo(['LED']);
      const before = machine.clockNs('monotonic');
      const request = bench.request(plugged, {
        consumer: 'other',
        lines: { LED: { direction: 'input' } },
      });
      request.reconfigure({ LED: { direction: 'output', activeLow: true } });
      request.release();
      const events = await take(stream, 3);
      const after = machine.clockNs('monotonic');
      expect(events.map((event) => event.type)).toEqual(['requested', 'reconfigured', 'released']);
      expect(events.map((event) => event.lineInfo)).toMatchObject([
        { offset: 2, name: 'LED', used: true, consumer: 'other', direction: 'input' },
        { used: true, consumer: 'other', direction: 'output', activeLow: true },
        { used: false, consumer: undefined, direction: 'output', activeLow: false },
      ]);
      const stamps = [before, ...events.map((event) => event.timestampNs), after];
      expect(stamps).toEqual([...stamps].sort((a, b) => (a < b ? -1 : 1)));
      await stream.return();
    });

    it('tell of the watched lines only, each once, in order', async () => {
      const plugged = bench.plug();
      const stream = bench.open(plugged).watchLineInfo([1, 3, '3', 1]);
      for (const offset of [0, 3, 2, 1, 3])
        bench.request(plugged, { lines: { [offset]: {} } }).release();
      const events = await take(stream, 6);
      expect(events.map((event) => [event.lineInfo.offset, event.type])).toEqual([
        ...[3, 1, 3].flatMap((offset) => [
          [offset, 'requested'],
          [offset, 'released'],
        ]),
      ]);
      await stream.return();
    });

    it('reach several watchers, of one libgpiod and of another', async () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const other = loadSync({ kernel: machine.kernel }).openChip(plugged.path);
      const streams = [
        chip.watchLineInfo([0]),
        chip.watchLineInfo([0, 1]),
        other.watchLineInfo([0]),
      ];
      const asked = streams.map((stream) => stream.next());
      bench.request(plugged, { lines: { 0: {} } });
      for (const each of asked) expect((await each).value).toMatchObject({ type: 'requested' });
      other.close();
      for (const stream of streams) await stream.return();
    });

    it('of 40 changes that nobody asks for keep the first 32 in order', async () => {
      const plugged = bench.plug();
      const stream = bench.open(plugged).watchLineInfo([5]);
      for (let i = 0; i < 20; i++) bench.request(plugged, { lines: { 5: {} } }).release();
      const events = await take(stream, 32);
      expect(events.map((event) => event.type)).toEqual(
        Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? 'requested' : 'released')),
      );
      await stream.return();
    });

    it('end with a break', async () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const stream = chip.watchLineInfo([0]);
      bench.request(plugged, { lines: { 0: {} } });
      for await (const event of stream) {
        expect(event.type).toBe('requested');
        break;
      }
      expect(await stream.next()).toEqual({ done: true, value: undefined });
      expect(bench.openFiles()).toHaveLength(2);
    });

    it('end when the chip is closed, and by the end of a block', async () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const next = chip.watchLineInfo([0]).next();
      const never = chip.watchLineInfo([1]);
      chip.close();
      expect(await next).toEqual({ done: true, value: undefined });
      expect(await never.next()).toEqual({ done: true, value: undefined });
      expect(bench.openFiles()).toEqual([]);
      const again = bench.open(plugged);
      {
        await using stream = again.watchLineInfo([0]);
        expect(bench.openFiles()).toHaveLength(2);
        expect(stream[Symbol.asyncIterator]()).toBe(stream);
      }
      expect(bench.openFiles()).toHaveLength(1);
    });

    it('end by abort, while somebody waits or before', async () => {
      const chip = bench.open(bench.plug());
      const controller = new AbortController();
      const next = chip.watchLineInfo([0], { signal: controller.signal }).next();
      controller.abort();
      await expect(next).rejects.toMatchObject({ name: 'AbortError' });
      const late = chip.watchLineInfo([0], { signal: controller.signal });
      await expect(late.next()).rejects.toMatchObject({ name: 'AbortError' });
      expect(bench.openFiles()).toHaveLength(1);
    });

    it('cannot be had of a line that is not there; nothing stays watched', () => {
      const chip = bench.open(bench.plug({ names: { 0: 'LED' } }));
      const error = failure(() => chip.watchLineInfo([0, 8]));
      expect(error).toMatchObject({ code: 'EINVAL', operation: 'gpiod_chip_watch_line_info' });
      expect(error.hint).toContain('0 to 7');
      expect(failure(() => chip.watchLineInfo(['LEDS'])).hint).toContain('LED');
      expect(bench.openFiles()).toHaveLength(1);
    });
  });
}
