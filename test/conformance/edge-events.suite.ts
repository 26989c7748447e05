import { describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { both, button, swing } from './button.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

/** What a clock may be late: see Machine.clockNs. */
const MILLISECOND = 1_000_000n;

/** Edges of lines: reading them, waiting for them, losing them. */
export function describeEdgeEvents(machine: Machine): void {
  describe(`edge events on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it.each([
      ['rising', false, ['rising', 'rising']],
      ['falling', false, ['falling', 'falling']],
      ['both', false, ['rising', 'falling', 'rising', 'falling']],
      ['rising', true, ['rising', 'rising']],
      ['both', true, ['falling', 'rising', 'falling', 'rising']],
      ['none', false, []],
    ] as const)('%s, active-low: %s', async (edge, activeLow, expected) => {
      const { chip, request } = button(bench, { direction: 'input', edge, activeLow });
      await swing(machine, chip, 2, 4);
      const events = request.readEdgeEvents();
      expect(events.map((event) => event.type)).toEqual(expected);
      expect(events.map((event) => event.lineSeqno)).toEqual(expected.map((_, i) => i + 1));
    });

    it('have every field', async () => {
      const chip = bench.plug({ names: { 2: 'BUTTON' } });
      const request = bench.request(chip, { lines: { BUTTON: both } });
      await swing(machine, chip, 2, 1);
      expect(request.readEdgeEvents()).toEqual([
        {
          type: 'rising',
          timestampNs: expect.any(BigInt),
          offset: 2,
          name: 'BUTTON',
          globalSeqno: 1,
          lineSeqno: 1,
          lost: 0,
        },
      ]);
    });

    it('of several lines come in order, numbered for each line and for all', async () => {
      const chip = bench.plug({ names: { 1: 'A' } });
      const request = bench.request(chip, {
        lines: { 1: both, 4: both, 6: { direction: 'input' } },
      });
      for (const [offset, direction] of [
        [4, 'up'],
        [1, 'up'],
        [6, 'up'],
        [4, 'down'],
        [4, 'up'],
        [1, 'down'],
      ] as const) {
        chip.pull(offset, direction);
        await machine.settle();
      }
      const events = request.readEdgeEvents();
      expect(events.map((e) => [e.offset, e.name, e.type, e.globalSeqno, e.lineSeqno])).toEqual([
        [4, undefined, 'rising', 1, 1],
        [1, 'A', 'rising', 2, 1],
        [4, undefined, 'falling', 3, 2],
        [4, undefined, 'rising', 4, 3],
        [1, 'A', 'falling', 5, 2],
      ]);
      expect(events.map((event) => event.lost)).toEqual([0, 0, 0, 0, 0]);
    });

    it.each(['monotonic', 'realtime'] as const)(
      'are stamped by the %s clock, in order, between before and after',
      async (eventClock) => {
        const { chip, request } = button(bench, { ...both, eventClock });
        const stamps: bigint[] = [machine.clockNs(eventClock)];
        for (const direction of ['up', 'down', 'up', 'down'] as const) {
          chip.pull(2, direction);
          await request.waitEdgeEvent();
          stamps.push(...request.readEdgeEvents().map((event) => event.timestampNs));
        }
        stamps.push(machine.clockNs(eventClock) + MILLISECOND);
        expect(stamps).toHaveLength(6);
        expect(stamps).toEqual([...stamps].sort((a, b) => (a < b ? -1 : 1)));
        expect(new Set(stamps.slice(1, 5)).size).toBe(4);
      },
    );

    it('overflow of 16 by 100: the newest 16 are left, 84 are told lost, no other', async () => {
      const { chip, request } = button(bench, both, 16);
      await swing(machine, chip, 2, 100);
      const events = request.readEdgeEvents();
      expect(events.map((event) => event.globalSeqno)).toEqual(
        Array.from({ length: 16 }, (_, i) => 85 + i),
      );
      expect(events.map((event) => event.lost)).toEqual([84, ...new Array(15).fill(0)]);
      await swing(machine, chip, 2, 1);
      expect(request.readEdgeEvents()).toMatchObject([{ globalSeqno: 101, lost: 0 }]);
    });

    it.each([2, 64, 0xffff_ffff])('fit into a buffer of %d as far as it goes', async (size) => {
      const { chip, request } = button(bench, both, size);
      expect(request.eventBufferSize).toBe(Math.min(size, 1024));
      await swing(machine, chip, 2, 5);
      const kept = Math.min(size, 5);
      expect(request.readEdgeEvents().map((event) => [event.globalSeqno, event.lost])).toEqual(
        Array.from({ length: kept }, (_, i) => [6 - kept + i, i === 0 ? 5 - kept : 0]),
      );
    });

    it('need room for more than one: EINVAL', () => {
      const chip = bench.open(bench.plug());
      const error = failure(() => chip.requestLines({ eventBufferSize: 1, lines: { 2: both } }));
      expect(error.code).toBe('EINVAL');
      expect(error.hint).toContain('eventBufferSize');
    });

    it('wait for 16 of each line where no size is given', async () => {
      const chip = bench.plug();
      const request = bench.request(chip, { lines: { 0: both, 1: { direction: 'input' } } });
      await swing(machine, chip, 0, 40);
      const events = request.readEdgeEvents();
      expect(events).toHaveLength(32);
      expect(events[0]).toMatchObject({ globalSeqno: 9, lost: 8 });
    });

    it('are read by not more than asked for, the rest later', async () => {
      const { chip, request } = button(bench);
      expect(request.readEdgeEvents()).toEqual([]);
      await swing(machine, chip, 2, 5);
      expect(request.readEdgeEvents(0)).toEqual([]);
      expect(request.readEdgeEvents(2).map((event) => event.globalSeqno)).toEqual([1, 2]);
      expect(request.readEdgeEvents(1000).map((event) => event.globalSeqno)).toEqual([3, 4, 5]);
      expect(request.readEdgeEvents()).toEqual([]);
    });

    it('are waited for: true when there are some', async () => {
      const { chip, request } = button(bench);
      const waits = [request.waitEdgeEvent(), request.waitEdgeEvent({ timeoutMs: 20_000 })];
      chip.pull(2, 'up');
      expect(await Promise.all(waits)).toEqual([true, true]);
      expect(await request.waitEdgeEvent({ timeoutMs: 0 })).toBe(true);
      expect(request.readEdgeEvents()).toHaveLength(1);
    });

    it('are waited for so long only: false', async () => {
      const { request } = button(bench);
      expect(await request.waitEdgeEvent({ timeoutMs: 0 })).toBe(false);
      expect(await request.waitEdgeEvent({ timeoutMs: 5 })).toBe(false);
    });

    it('are waited for until aborted or released', async () => {
      const { request } = button(bench);
      const controller = new AbortController();
      const aborted = request.waitEdgeEvent({ signal: controller.signal });
      const released = request.waitEdgeEvent();
      controller.abort();
      await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
      await expect(request.waitEdgeEvent({ signal: controller.signal })).rejects.toMatchObject({
        name: 'AbortError',
      });
      request.release();
      expect(await released).toBe(false);
    });

    it('are not seen before the level has been stable for the debounce period', async () => {
      const { chip, request } = button(bench, { ...both, debouncePeriodUs: 250_000 });
      const stream = request.events();
      const first = stream.next();
      const start = machine.clockNs('monotonic');
      chip.pull(2, 'up');
      const event = (await first).value;
      expect(event).toMatchObject({ type: 'rising', lineSeqno: 1 });
      // Kernels count such periods in ticks: it may be one short.
      expect((event?.timestampNs ?? 0n) - start).toBeGreaterThanOrEqual(240n * MILLISECOND);
      expect(request.getValue(2)).toBe(1);
      // A glitch shorter than that gives nothing: the next event is the one after it.
      chip.pull(2, 'down');
      chip.pull(2, 'up');
      chip.pull(2, 'down');
      expect((await stream.next()).value).toMatchObject({ type: 'falling', lineSeqno: 2 });
      await stream.return();
    });

    it('of a debounced line leave its value alone until then', async () => {
      const { chip, request } = button(bench, { ...both, debouncePeriodUs: 60_000_000 });
      chip.pull(2, 'up');
      await machine.settle();
      expect([chip.level(2), request.getValue(2)]).toEqual([1, 0]);
      expect(request.readEdgeEvents()).toEqual([]);
    });
  });
}
