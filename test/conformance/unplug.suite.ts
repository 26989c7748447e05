import { describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { failure, rejection } from './failure.js';
import type { Machine } from './machine.js';

const both = { direction: 'input', edge: 'both' } as const;

/** Chips that vanish while they are in use. */
export function describeUnplugging(machine: Machine): void {
  describe(`unplugging on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('makes every call on the chip fail: ENODEV', () => {
      const plugged = bench.plug({ names: { 0: 'LED' } });
      const chip = bench.open(plugged);
      expect(chip.offsetOf('LED')).toBe(0);
      plugged.unplug();
      for (const call of [
        () => chip.lineInfo(0),
        () => chip.lineInfo('LED'),
        () => chip.lines(),
        () => chip.requestLines({ lines: { 0: {} } }),
      ]) {
        const error = failure(call);
        expect(error.code).toBe('ENODEV');
        expect(error.message + error.hint).toContain('unplugged');
      }
      expect(failure(() => chip.watchLineInfo([0])).code).toBe('ENOENT');
      expect(chip.info.numLines).toBe(8);
      chip.close();
      chip.close();
    });

    it('makes every call on a request fail: ENODEV', async () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, { lines: { 0: { direction: 'output' }, 1: both } });
      plugged.unplug();
      for (const call of [
        () => request.getValue(0),
        () => request.getValues(),
        () => request.getValues([1]),
        () => request.setValue(0, 1),
        () => request.setValues({ 0: 1 }),
        () => request.reconfigure({ 1: { direction: 'input' } }),
        () => request.readEdgeEvents(),
        () => request.line(0).toggle(),
      ]) {
        const error = failure(call);
        expect(error.code).toBe('ENODEV');
        expect(error.message + error.hint).toContain('unplugged');
      }
      expect(await request.waitEdgeEvent()).toBe(true);
      expect(request.offsets).toEqual([0, 1]);
      request.release();
      request.release();
    });

    it('wakes those who wait for edges, and reading then fails', async () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, { lines: { 1: both } });
      const waits = [request.waitEdgeEvent(), request.waitEdgeEvent()];
      plugged.unplug();
      expect(await Promise.all(waits)).toEqual([true, true]);
      expect(failure(() => request.readEdgeEvents()).code).toBe('ENODEV');
    });

    it('ends a stream of edges with an error, once', async () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, { lines: { 1: both } });
      const stream = request.events();
      const [first, second] = [stream.next(), stream.next()];
      plugged.unplug();
      const error = await rejection(first);
      expect(error).toMatchObject({
        code: 'ENODEV',
        operation: 'gpiod_line_request_read_edge_events',
      });
      expect(error.hint).toContain('unplugged');
      expect(await second).toEqual({ done: true, value: undefined });
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    });

    it('ends a stream that is asked only afterwards, after what had been read', async () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, { lines: { 1: both } });
      for (const direction of ['up', 'down'] as const) {
        plugged.pull(1, direction);
        await machine.settle();
      }
      const stream = request.events();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 1 });
      plugged.unplug();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 2 });
      expect((await rejection(stream.next())).code).toBe('ENODEV');
      const another = request.events();
      expect((await rejection(another.next())).code).toBe('ENODEV');
    });

    it('ends a stream of line info with an error, whoever holds the lines', async () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      bench.request(plugged, { lines: { 0: {} } });
      const stream = chip.watchLineInfo([0, 1]);
      const next = stream.next();
      plugged.unplug();
      const error = await rejection(next);
      expect(error).toMatchObject({ code: 'ENODEV', operation: 'gpiod_chip_read_info_event' });
      expect(error.hint).toContain('unplugged');
      expect(await stream.next()).toEqual({ done: true, value: undefined });
      expect(bench.openFiles()).toHaveLength(2);
    });

    it('leaves a stream that nobody asks free to be ended', async () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const request = bench.request(plugged, { lines: { 1: both } });
      const [edges, infos] = [request.events(), chip.watchLineInfo([0])];
      plugged.unplug();
      await edges.return();
      await infos.return();
      expect((await edges.next()).done).toBe(true);
    });

    it('takes the chip off the lists', () => {
      const plugged = bench.plug({ label: 'vanishing', names: { 0: 'vanishing-line' } });
      const chip = bench.open(plugged);
      plugged.unplug();
      expect(bench.gpiod.isGpioChip(plugged.path)).toBe(false);
      expect(bench.gpiod.chips().map((info) => info.path)).not.toContain(plugged.path);
      expect(bench.gpiod.findLine('vanishing-line')).toBeUndefined();
      expect(failure(() => bench.gpiod.openChip(plugged.path)).code).toBe('ENOENT');
      expect(chip.closed).toBe(false);
    });

    it('of one chip does not touch the others', async () => {
      const [one, two] = [bench.plug(), bench.plug()];
      const gone = bench.request(one, { lines: { 0: both } });
      const request = bench.request(two, { lines: { 0: both, 1: { direction: 'output' } } });
      const [lost, next] = [gone.events().next(), request.events().next()];
      one.unplug();
      expect((await rejection(lost)).code).toBe('ENODEV');
      request.setValue(1, 1);
      two.pull(0, 'up');
      expect((await next).value).toMatchObject({ type: 'rising' });
      gone.release();
    });
  });
}
