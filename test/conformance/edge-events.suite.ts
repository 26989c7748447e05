import { describe, expect, it } from 'vitest';
import type { EdgeEvent } from '../../ts/api/edge-event.js';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { LineSettings } from '../../ts/api/line-settings.js';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine, TestChip } from './machine.js';

const both = { direction: 'input', edge: 'both' } as const;

/** What a clock may be late: see Machine.clockNs. */
const MILLISECOND = 1_000_000n;

/** Edges of lines: reading them, waiting for them, losing them. */
export function describeEdgeEvents(machine: Machine): void {
  describe(`edge events on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    /** Changes a line's level so many times, each time seen by the kernel; it begins low. */
    async function swing(chip: TestChip, offset: number, times: number): Promise<void> {
      for (let i = 0; i < times; i++) {
        chip.pull(offset, i % 2 === 0 ? 'up' : 'down');
        await machine.settle();
      }
    }

    /** A line, and its request with these settings. */
    function button(
      settings: LineSettings = both,
      eventBufferSize?: number,
    ): { chip: TestChip; request: LineRequest } {
      const chip = bench.plug();
      return { chip, request: bench.request(chip, { eventBufferSize, lines: { 2: settings } }) };
    }

    it.each([
      ['rising', false, ['rising', 'rising']],
      ['falling', false, ['falling', 'falling']],
      ['both', false, ['rising', 'falling', 'rising', 'falling']],
      ['rising', true, ['rising', 'rising']],
      ['both', true, ['falling', 'rising', 'falling', 'rising']],
      ['none', false, []],
    ] as const)('%s, active-low: %s', async (edge, activeLow, expected) => {
      const { chip, request } = button({ direction: 'input', edge, activeLow });
      await swing(chip, 2, 4);
      const events = request.readEdgeEvents();
      expect(events.map((event) => event.type)).toEqual(expected);
      expect(events.map((event) => event.lineSeqno)).toEqual(expected.map((_, i) => i + 1));
    });

    it('have every field', async () => {
      const chip = bench.plug({ names: { 2: 'BUTTON' } });
      const request = bench.request(chip, { lines: { BUTTON: both } });
      await swing(chip, 2, 1);
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
        const { chip, request } = button({ ...both, eventClock });
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
      const { chip, request } = button(both, 16);
      await swing(chip, 2, 100);
      const events = request.readEdgeEvents();
      expect(events.map((event) => event.globalSeqno)).toEqual(
        Array.from({ length: 16 }, (_, i) => 85 + i),
      );
      expect(events.map((event) => event.lost)).toEqual([84, ...new Array(15).fill(0)]);
      await swing(chip, 2, 1);
      expect(request.readEdgeEvents()).toMatchObject([{ globalSeqno: 101, lost: 0 }]);
    });

    it('that were lost are told by a stream, too', async () => {
      const { chip, request } = button(both, 4);
      await swing(chip, 2, 10);
      const stream = request.events();
      const first = await stream.next();
      expect(first.value).toMatchObject({ globalSeqno: 7, lost: 6 });
      await swing(chip, 2, 8);
      const rest: EdgeEvent[] = [];
      for await (const event of stream) {
        rest.push(event);
        if (event.globalSeqno === 18) break;
      }
      // What was read in the first batch, then the newest of those that came meanwhile.
      expect(rest.map((event) => [event.globalSeqno, event.lost])).toEqual([
        ...[8, 9, 10].map((seqno) => [seqno, 0]),
        [15, 4],
        ...[16, 17, 18].map((seqno) => [seqno, 0]),
      ]);
    });

    it.each([2, 64, 0xffff_ffff])('fit into a buffer of %d as far as it goes', async (size) => {
      const { chip, request } = button(both, size);
      await swing(chip, 2, 5);
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
      await swing(chip, 0, 40);
      const events = request.readEdgeEvents();
      expect(events).toHaveLength(32);
      expect(events[0]).toMatchObject({ globalSeqno: 9, lost: 8 });
    });

    it('are read by not more than asked for, the rest later', async () => {
      const { chip, request } = button();
      expect(request.readEdgeEvents()).toEqual([]);
      await swing(chip, 2, 5);
      expect(request.readEdgeEvents(0)).toEqual([]);
      expect(request.readEdgeEvents(2).map((event) => event.globalSeqno)).toEqual([1, 2]);
      expect(request.readEdgeEvents(1000).map((event) => event.globalSeqno)).toEqual([3, 4, 5]);
      expect(request.readEdgeEvents()).toEqual([]);
    });

    it('are read by a stream in batches: one read for all that wait', async () => {
      const { chip, request } = button();
      await swing(chip, 2, 10);
      bench.calls();
      const seqnos: number[] = [];
      for await (const event of request.events()) {
        seqnos.push(event.globalSeqno);
        if (seqnos.length === 10) break;
      }
      expect(seqnos).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(bench.calls()).toEqual(['watch', 'read']);
    });

    it('come to a stream one after the other as they happen', async () => {
      const { chip, request } = button();
      const seen: string[] = [];
      const done = (async () => {
        for await (const event of request.events()) {
          seen.push(`${event.type} ${event.globalSeqno}`);
          if (seen.length === 3) return;
          chip.pull(2, event.type === 'rising' ? 'down' : 'up');
        }
      })();
      chip.pull(2, 'up');
      await done;
      expect(seen).toEqual(['rising 1', 'falling 2', 'rising 3']);
    });

    it('go to those who asked a stream in the order of asking', async () => {
      const { chip, request } = button();
      const stream = request.events();
      const asked = [stream.next(), stream.next(), stream.next()];
      await swing(chip, 2, 3);
      const results = await Promise.all(asked);
      expect(results.map((result) => result.value?.globalSeqno)).toEqual([1, 2, 3]);
      await stream.return();
    });

    it('stay with the kernel until somebody asks', async () => {
      const { chip, request } = button();
      const stream = request.events();
      await swing(chip, 2, 2);
      bench.calls();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 1 });
      await swing(chip, 2, 2);
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 2 });
      expect(bench.calls().filter((call) => call === 'read')).toHaveLength(1);
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 3 });
      expect(bench.calls().filter((call) => call === 'read')).toHaveLength(1);
      await stream.return();
    });

    it('are streamed again after a break, from where the batch ended', async () => {
      const { chip, request } = button();
      await swing(chip, 2, 1);
      for await (const event of request.events()) {
        expect(event.globalSeqno).toBe(1);
        break;
      }
      await swing(chip, 2, 2);
      for await (const event of request.events()) {
        expect(event).toMatchObject({ globalSeqno: 2, lost: 0 });
        break;
      }
    });

    it('have one stream at a time: EBUSY', async () => {
      const { request } = button();
      const stream = request.events();
      expect(failure(() => request.events()).code).toBe('EBUSY');
      await stream.return();
      await using again = request.events();
      expect(failure(() => request.events()).code).toBe('EBUSY');
      await again.return();
      await request.events().return();
    });

    it('end a stream by return(), whoever waits', async () => {
      const { chip, request } = button();
      const stream = request.events();
      const waiting = [stream.next(), stream.next()];
      expect(await stream.return()).toEqual({ done: true, value: undefined });
      for (const each of waiting) expect(await each).toEqual({ done: true, value: undefined });
      await swing(chip, 2, 1);
      expect(await stream.next()).toEqual({ done: true, value: undefined });
      expect(request.readEdgeEvents()).toHaveLength(1);
    });

    it('end a stream by an exception in the loop', async () => {
      const { chip, request } = button();
      const stream = request.events();
      const loop = (async () => {
        for await (const event of stream) throw new Error(`thrown at ${event.globalSeqno}`);
      })();
      chip.pull(2, 'up');
      await expect(loop).rejects.toThrow('thrown at 1');
      expect((await stream.next()).done).toBe(true);
      await request.events().return();
    });

    it('are shared between a stream and who reads besides; nothing counts as lost', async () => {
      const { chip, request } = button();
      const stream = request.events();
      await swing(chip, 2, 2);
      expect(request.readEdgeEvents(1)).toMatchObject([{ globalSeqno: 1, lost: 0 }]);
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 2, lost: 0 });
      await stream.return();
    });

    it('end a stream by abort, with AbortError once', async () => {
      const { chip, request } = button();
      const controller = new AbortController();
      const stream = request.events({ signal: controller.signal });
      const seen: number[] = [];
      const loop = (async () => {
        for await (const event of stream) seen.push(event.globalSeqno);
      })();
      chip.pull(2, 'up');
      await request.waitEdgeEvent();
      const reason = new Error('enough');
      controller.abort(reason);
      await expect(loop).rejects.toMatchObject({
        name: 'AbortError',
        code: 'ABORT_ERR',
        cause: reason,
      });
      expect(await stream.next()).toEqual({ done: true, value: undefined });
      await request.events().return();
    });

    it('end a stream whose signal was aborted before, at the first next()', async () => {
      const { request } = button();
      const stream = request.events({ signal: AbortSignal.abort() });
      await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' });
      expect((await stream.next()).done).toBe(true);
    });

    it('end a stream by release, after what has been read', async () => {
      const { chip, request } = button();
      await swing(chip, 2, 3);
      const stream = request.events();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 1 });
      request.release();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 2 });
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 3 });
      expect((await stream.next()).done).toBe(true);
    });

    it('end a stream that waits by release', async () => {
      const { request } = button();
      const next = request.events().next();
      request.release();
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it('are waited for: true when there are some', async () => {
      const { chip, request } = button();
      const waits = [request.waitEdgeEvent(), request.waitEdgeEvent({ timeoutMs: 20_000 })];
      chip.pull(2, 'up');
      expect(await Promise.all(waits)).toEqual([true, true]);
      expect(await request.waitEdgeEvent({ timeoutMs: 0 })).toBe(true);
      expect(request.readEdgeEvents()).toHaveLength(1);
    });

    it('are waited for so long only: false', async () => {
      const { request } = button();
      expect(await request.waitEdgeEvent({ timeoutMs: 0 })).toBe(false);
      expect(await request.waitEdgeEvent({ timeoutMs: 5 })).toBe(false);
    });

    it('are waited for until aborted or released', async () => {
      const { request } = button();
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
      const { chip, request } = button({ ...both, debouncePeriodUs: 250_000 });
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
      const { chip, request } = button({ ...both, debouncePeriodUs: 60_000_000 });
      chip.pull(2, 'up');
      await machine.settle();
      expect([chip.level(2), request.getValue(2)]).toEqual([1, 0]);
      expect(request.readEdgeEvents()).toEqual([]);
    });
  });
}
