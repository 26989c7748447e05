import { describe, expect, it } from 'vitest';
import type { RequestedLine } from '../../ts/api/requested-line.js';
import { type CaptureOptions, capturePulses, PulseRing, readDht } from '../../ts/pulses.js';
import { setUpBench } from './bench.js';
import { both, button, swing } from './button.js';
import { rejection } from './failure.js';
import type { Machine } from './machine.js';

/** Pulses by the kernel's timestamps. */
export function describePulses(machine: Machine): void {
  describe(`pulses on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    /** Captures what line 2 does when its level changes so many times, up first. */
    async function captured(options: CaptureOptions, times: number, eventBufferSize?: number) {
      const { chip, request } = button(bench, both, eventBufferSize);
      const trigger = (): Promise<void> => swing(machine, chip, 2, times);
      return capturePulses(request.line(2), { trigger, ...options });
    }

    it('are as many as there were asked for, in nanoseconds', async () => {
      const { chip, request } = button(bench);
      const before = machine.clockNs('monotonic');
      const capture = capturePulses(request.line(2), { idle: 0, count: 4 });
      await swing(machine, chip, 2, 5);
      const after = machine.clockNs('monotonic');
      const { pulses, ...rest } = await capture;
      expect(rest).toEqual({ level: 1, overwritten: 0, lost: 0, ended: 'count' });
      expect(pulses).toHaveLength(4);
      expect(pulses.every((ns) => Number.isInteger(ns) && ns >= 0)).toBe(true);
      const sum = pulses.reduce((total, ns) => total + ns, 0);
      expect(sum).toBeLessThanOrEqual(Number(after - before) + 2e6);
    });

    it('are the differences of timestamps', async () => {
      const { chip, request } = button(bench);
      await swing(machine, chip, 2, 10);
      const events = request.readEdgeEvents();
      const ring = new PulseRing({ offset: 2, idle: 0, capacity: 16 });
      for (const event of events) ring.add(event);
      const times = events.map(({ timestampNs }) => timestampNs);
      expect(ring.toArray()).toEqual(
        times.slice(1).map((time, i) => Number(time - (times[i] as bigint))),
      );
      expect([ring.length, ring.level, ring.lost]).toEqual([9, 1, 0]);
    });

    it('begin with the first edge away from rest', async () => {
      const { pulses, level } = await captured({ idle: 1, count: 3 }, 5);
      expect([pulses.length, level]).toEqual([3, 0]);
    });

    it('make room for newer ones, and are counted', async () => {
      const capture = await captured({ idle: 0, count: 6, capacity: 3 }, 7);
      expect(capture).toMatchObject({ level: 0, overwritten: 3, lost: 0, ended: 'count' });
      expect(capture.pulses).toHaveLength(3);
    });

    it('tell how many edges the kernel had to drop', async () => {
      const capture = await captured({ idle: 0, count: 3 }, 12, 4);
      expect(capture).toMatchObject({ lost: 8, overwritten: 0, level: 1, ended: 'count' });
    });

    it('are those of one line, from now on', async () => {
      const chip = bench.plug();
      const request = bench.request(chip, { lines: { 2: both, 5: both } });
      await swing(machine, chip, 2, 3);
      const capture = capturePulses(request.line(2), { idle: 1, count: 3 });
      for (let i = 0; i < 4; i++) {
        chip.pull(5, i % 2 === 0 ? 'up' : 'down');
        chip.pull(2, i % 2 === 0 ? 'down' : 'up');
        await machine.settle();
      }
      expect(await capture).toMatchObject({ level: 0, lost: 0, overwritten: 0, ended: 'count' });
    });

    it('of two lines come from two rings at one stream', async () => {
      const chip = bench.plug();
      const request = bench.request(chip, { lines: { 2: both, 5: both } });
      await swing(machine, chip, 2, 3);
      await swing(machine, chip, 5, 4);
      const rings = [2, 5].map((offset) => new PulseRing({ offset, idle: 0, capacity: 8 }));
      for await (const event of request.events()) {
        for (const ring of rings) ring.add(event);
        if (event.globalSeqno === 7) break;
      }
      expect(rings.map(({ length, lost }) => [length, lost])).toEqual([
        [2, 0],
        [3, 0],
      ]);
    });

    it('end when the time is up', async () => {
      const capture = await captured({ idle: 0, durationMs: 1 }, 3);
      expect(capture).toMatchObject({ level: 1, ended: 'duration' });
      expect(capture.pulses).toHaveLength(2);
    });

    it('end once the line is still', async () => {
      const capture = await captured({ idle: 0, quietMs: 1000, timeoutMs: 1000 }, 4);
      expect(capture).toMatchObject({ level: 1, lost: 0, ended: 'quiet' });
      expect(capture.pulses).toHaveLength(3);
    });

    it('are none where the first edge does not come in time', async () => {
      const capture = await captured({ idle: 0, count: 3, timeoutMs: 1 }, 0);
      expect(capture).toEqual({ pulses: [], level: 0, overwritten: 0, lost: 0, ended: 'timeout' });
    });

    it('end by a signal, with those that there are', async () => {
      const { chip, request } = button(bench);
      const stop = new AbortController();
      const { signal } = stop;
      const capture = capturePulses(request.line(2), { idle: 0, signal });
      await swing(machine, chip, 2, 4);
      stop.abort();
      const { pulses, ...rest } = await capture;
      expect(rest).toEqual({ level: 1, overwritten: 0, lost: 0, ended: 'signal' });
      expect(pulses).toHaveLength(3);
      const none = await capturePulses(request.line(2), { idle: 0, signal });
      expect(none).toMatchObject({ pulses: [], ended: 'signal' });
    });

    it('end when the request is released', async () => {
      const { request } = button(bench);
      const capture = capturePulses(request.line(2), { idle: 0, count: 1, timeoutMs: 60_000 });
      request.release();
      expect(await capture).toMatchObject({ pulses: [], ended: 'released' });
      const error = await rejection(capturePulses(request.line(2), { idle: 0, count: 1 }));
      expect(error.code).toBe('EBADF');
    });

    it('end with the error of a chip that is unplugged', async () => {
      const { chip, request } = button(bench);
      const capture = capturePulses(request.line(2), { idle: 0, count: 1, timeoutMs: 60_000 });
      chip.unplug();
      expect((await rejection(capture)).code).toBe('ENODEV');
    });

    it('are left to whoever reads already', async () => {
      const { chip, request } = button(bench);
      const stream = request.events();
      let triggered = false;
      const trigger = (): void => {
        triggered = true;
      };
      const options = { idle: 0, count: 1, trigger } as const;
      expect((await rejection(capturePulses(request.line(2), options))).code).toBe('EBUSY');
      expect(triggered).toBe(false);
      await stream.return();
      const capture = capturePulses(request.line(2), options);
      expect((await rejection(capturePulses(request.line(2), options))).code).toBe('EBUSY');
      await swing(machine, chip, 2, 2);
      expect(await capture).toMatchObject({ ended: 'count' });
    });

    it('leave the request to others after a trigger that failed', async () => {
      const { request } = button(bench);
      const trigger = (): void => {
        throw new Error('no trigger');
      };
      const capture = capturePulses(request.line(2), { idle: 0, count: 1, trigger });
      await expect(capture).rejects.toThrow('no trigger');
      await request.events().return();
    });

    it.each(['rising', 'falling', 'none'] as const)('need both edges, not %s', async (edge) => {
      const { request } = button(bench, { direction: 'input', edge });
      const capture = capturePulses(request.line(2), { idle: 0, count: 1 });
      await expect(capture).rejects.toThrow(TypeError);
      await expect(capture).rejects.toThrow(`line 2 has edge: '${edge}'`);
    });

    it('of a line that is given both edges later are captured, too', async () => {
      const { chip, request } = button(bench, { direction: 'output' });
      request.reconfigure({ 2: both });
      const capture = capturePulses(request.line(2), { idle: 0, count: 1 });
      await swing(machine, chip, 2, 2);
      expect(await capture).toMatchObject({ level: 1, ended: 'count' });
    });

    const wrong: [string, Readonly<Record<string, unknown>>][] = [
      ['nothing ends this capture', {}],
      ['count is 0', { count: 0 }],
      ["count is '3'", { count: '3' }],
      ['capacity is 0', { count: 1, capacity: 0 }],
      ['capacity is 16777217', { count: 1, capacity: 2 ** 24 + 1 }],
      ['durationMs is -1', { durationMs: -1 }],
      ['quietMs is NaN', { quietMs: Number.NaN }],
      ["timeoutMs is '1'", { count: 1, timeoutMs: '1' }],
      ['signal is an object', { signal: {} }],
      ['idle is 2: it has to be', { count: 1, idle: 2 }],
      ['idle is undefined: it has to be', { count: 1, idle: undefined }],
      ["capturePulses() has no option 'quietMS': there are idle,", { count: 1, quietMS: 5 }],
      ['count is 16777217: give a capacity too', { count: 2 ** 24 + 1 }],
      ['trigger is 3: it has to be a function', { count: 1, trigger: 3 }],
    ];
    it('are refused without options', async () => {
      const { request } = button(bench);
      const capture = capturePulses(request.line(2), undefined as never);
      await expect(capture).rejects.toThrow('the options are undefined: they have to be an object');
    });

    it.each(wrong)('are refused where %s', async (message, options) => {
      const { request } = button(bench);
      const capture = capturePulses(request.line(2), { idle: 0, ...options } as CaptureOptions);
      await expect(capture).rejects.toThrow(TypeError);
      await expect(capture).rejects.toThrow(message);
      await request.events().return();
    });

    it('of a DHT do not come where there is none, and the line is an input again', async () => {
      const chip = bench.plug();
      const opened = bench.open(chip);
      const request = bench.request(chip, { eventBufferSize: 128, lines: { 2: both } });
      const reading = readDht(request.line(2), 'dht22', { retries: 0 });
      await expect(reading).rejects.toMatchObject({ name: 'DhtError', code: 'no-response' });
      expect(opened.lineInfo(2)).toMatchObject({
        direction: 'input',
        edge: 'both',
        bias: 'pull-up',
      });
      expect(chip.level(2)).toBe(1);
    });

    it('are refused for what is no line', async () => {
      const capture = capturePulses(4 as unknown as RequestedLine, { idle: 0, count: 1 });
      await expect(capture).rejects.toThrow('the line is 4: it has to be a line of a request');
    });
  });
}
