import { describe, expect, it } from 'vitest';
import type { EdgeEvent } from '../../ts/api/edge-event.js';
import { setUpBench } from './bench.js';
import { both, button, swing } from './button.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

/** Edge events as an async iterator. */
export function describeEdgeStreams(machine: Machine): void {
  describe(`streams of edge events on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('tell how many events were lost', async () => {
      const { chip, request } = button(bench, both, 4);
      await swing(machine, chip, 2, 10);
      const stream = request.events();
      const first = await stream.next();
      expect(first.value).toMatchObject({ globalSeqno: 7, lost: 6 });
      await swing(machine, chip, 2, 8);
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

    it('read in batches: once for all that wait', async () => {
      const { chip, request } = button(bench);
      await swing(machine, chip, 2, 10);
      bench.calls();
      const seqnos: number[] = [];
      for await (const event of request.events()) {
        seqnos.push(event.globalSeqno);
        if (seqnos.length === 10) break;
      }
      expect(seqnos).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(bench.calls()).toEqual(['watch', 'read']);
    });

    it('leave what nobody has taken to the next one', async () => {
      const { chip, request } = button(bench);
      await swing(machine, chip, 2, 3);
      for await (const event of request.events()) {
        expect(event.globalSeqno).toBe(1);
        break;
      }
      expect(await request.waitEdgeEvent()).toBe(true);
      for await (const { globalSeqno, lost } of request.events()) {
        expect({ globalSeqno, lost }).toEqual({ globalSeqno: 2, lost: 0 });
        break;
      }
      expect(request.readEdgeEvents().map(({ globalSeqno }) => globalSeqno)).toEqual([3]);
    });

    it('give one event after the other as they happen', async () => {
      const { chip, request } = button(bench);
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

    it('serve those who ask in the order of asking', async () => {
      const { chip, request } = button(bench);
      const stream = request.events();
      const asked = [stream.next(), stream.next(), stream.next()];
      await swing(machine, chip, 2, 3);
      const results = await Promise.all(asked);
      expect(results.map((result) => result.value?.globalSeqno)).toEqual([1, 2, 3]);
      await stream.return();
    });

    it('leave events with the kernel until somebody asks', async () => {
      const { chip, request } = button(bench);
      const stream = request.events();
      await swing(machine, chip, 2, 2);
      bench.calls();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 1 });
      await swing(machine, chip, 2, 2);
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 2 });
      expect(bench.calls().filter((call) => call === 'read')).toHaveLength(1);
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 3 });
      expect(bench.calls().filter((call) => call === 'read')).toHaveLength(1);
      await stream.return();
    });

    it('go on after a break where the batch ended', async () => {
      const { chip, request } = button(bench);
      await swing(machine, chip, 2, 1);
      for await (const event of request.events()) {
        expect(event.globalSeqno).toBe(1);
        break;
      }
      await swing(machine, chip, 2, 2);
      for await (const event of request.events()) {
        expect(event).toMatchObject({ globalSeqno: 2, lost: 0 });
        break;
      }
    });

    it('are one at a time: EBUSY', async () => {
      const { request } = button(bench);
      const stream = request.events();
      expect(failure(() => request.events()).code).toBe('EBUSY');
      await stream.return();
      await using again = request.events();
      expect(failure(() => request.events()).code).toBe('EBUSY');
      await again.return();
      await request.events().return();
    });

    it('end by return(), whoever waits', async () => {
      const { chip, request } = button(bench);
      const stream = request.events();
      const waiting = [stream.next(), stream.next()];
      expect(await stream.return()).toEqual({ done: true, value: undefined });
      for (const each of waiting) expect(await each).toEqual({ done: true, value: undefined });
      await swing(machine, chip, 2, 1);
      expect(await stream.next()).toEqual({ done: true, value: undefined });
      expect(request.readEdgeEvents()).toHaveLength(1);
    });

    it('end by an exception in the loop', async () => {
      const { chip, request } = button(bench);
      const stream = request.events();
      const loop = (async () => {
        for await (const event of stream) throw new Error(`thrown at ${event.globalSeqno}`);
      })();
      chip.pull(2, 'up');
      await expect(loop).rejects.toThrow('thrown at 1');
      expect((await stream.next()).done).toBe(true);
      await request.events().return();
    });

    it('count nothing as lost that somebody else has read', async () => {
      const { chip, request } = button(bench);
      const stream = request.events();
      await swing(machine, chip, 2, 2);
      expect(request.readEdgeEvents(1)).toMatchObject([{ globalSeqno: 1, lost: 0 }]);
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 2, lost: 0 });
      await stream.return();
    });

    it('end by abort, with AbortError once', async () => {
      const { chip, request } = button(bench);
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

    it('end at the first next() where the signal was aborted before', async () => {
      const { request } = button(bench);
      const stream = request.events({ signal: AbortSignal.abort() });
      await expect(stream.next()).rejects.toMatchObject({ name: 'AbortError' });
      expect((await stream.next()).done).toBe(true);
    });

    it('end by release, after what has been read', async () => {
      const { chip, request } = button(bench);
      await swing(machine, chip, 2, 3);
      const stream = request.events();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 1 });
      request.release();
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 2 });
      expect((await stream.next()).value).toMatchObject({ globalSeqno: 3 });
      expect((await stream.next()).done).toBe(true);
    });

    it('end by release while somebody waits', async () => {
      const { request } = button(bench);
      const next = request.events().next();
      request.release();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });
}
