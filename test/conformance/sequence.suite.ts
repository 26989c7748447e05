import { describe, expect, it } from 'vitest';
import type { LineRequest } from '../../ts/api/line-request.js';
import type { RequestOptions } from '../../ts/api/request-options.js';
import type { Step } from '../../ts/api/sequence.js';
import type { Kernel } from '../../ts/kernel/kernel.js';
import { loadSync } from '../../ts/load.js';
import { setUpBench } from './bench.js';
import { failure, rejection } from './failure.js';
import type { Machine, TestChip } from './machine.js';

const output = { direction: 'output' } as const;
const input = { direction: 'input' } as const;
const SET = 'gpiod_line_request_set_values_subset';

/** A kernel that plays nothing itself. */
function withoutPlayer(kernel: Kernel): Kernel {
  return {
    name: kernel.name,
    time: kernel.time,
    attach: (memory) => kernel.attach(memory),
    devices: () => kernel.devices(),
    watch: (fd, onReady) => kernel.watch(fd, onReady),
  };
}

/** Sequences of steps, played by the kernel where it can, and by one call after the other. */
export function describeSequences(machine: Machine): void {
  describeWay(machine, `on ${machine.name}`, () => machine.kernel);
  describeWay(machine, `on ${machine.name}, call by call`, () => withoutPlayer(machine.kernel));
}

function describeWay(machine: Machine, way: string, kernel: () => Kernel): void {
  describe(`sequences ${way}`, () => {
    const bench = setUpBench(machine);

    const open = (plugged: TestChip, lines: RequestOptions['lines']): LineRequest => {
      using chip = loadSync({ kernel: kernel() }).openChip(plugged.path);
      return chip.requestLines({ lines });
    };
    /** Resolves once a line has the level: a train that never ends has come so far. */
    const reached = async (plugged: TestChip, offset: number, level: 0 | 1): Promise<void> => {
      while (plugged.level(offset) !== level) await turn();
    };

    it('set and read lines, step by step, and leave them as the last step did', async () => {
      const plugged = bench.plug({ names: { 2: 'LED', 5: 'BUTTON' } });
      using request = open(plugged, { LED: output, 6: output, BUTTON: input });
      plugged.pull(5, 'up');
      const steps = [
        { set: { LED: 1, 6: false } },
        { get: [6, 'BUTTON', 'LED'] },
        { waitUs: 20 },
        { set: { 6: true }, waitUs: 0.5 },
        { get: [6] },
        { set: { 2: 0 } },
        { get: ['LED', 6] },
      ] as const;
      const expected = { steps: 7, values: [[0, 1, 1], [1], [0, 1]] };
      expect(await request.play(steps)).toEqual(expected);
      expect([plugged.level(2), plugged.level(6)]).toEqual([0, 1]);
      request.setValues({ 2: 1, 6: 0 });
      expect(request.playSync(steps)).toEqual(expected);
      expect([plugged.level(2), plugged.level(6)]).toEqual([0, 1]);
    });

    it('are prepared once and played as often as one likes', async () => {
      const plugged = bench.plug();
      using request = open(plugged, { 0: output, 1: output });
      const sequence = request.sequence([{ set: { 1: 1 } }, { get: [1, 0] }, { set: { 1: 0 } }]);
      expect(sequence).toHaveLength(3);
      const values = [
        [1, 0],
        [1, 0],
      ];
      expect(await request.play(sequence, { repeat: 2 })).toEqual({ steps: 6, values });
      request.setValue(0, 1);
      expect(request.playSync(sequence)).toEqual({ steps: 3, values: [[1, 1]] });
      expect((await request.play(sequence, { repeat: 100 })).values).toHaveLength(100);
    });

    it('reach each of 64 lines', () => {
      const plugged = bench.plug({ lines: 64 });
      const all = Array.from({ length: 64 }, (_, offset) => offset);
      using request = open(plugged, Object.fromEntries(all.map((offset) => [offset, output])));
      const steps = all.flatMap((offset): Step[] => [{ set: { [offset]: 1 } }, { get: all }]);
      const { values } = request.playSync(steps);
      all.forEach((offset, i) => {
        expect(values[i]).toEqual(all.map((other) => (other <= offset ? 1 : 0)));
      });
    });

    it('know logical values, as all calls do', () => {
      const plugged = bench.plug();
      using request = open(plugged, { 0: { ...output, activeLow: true } });
      expect(request.playSync([{ set: { 0: 1 } }, { get: [0] }]).values).toEqual([[1]]);
      expect(plugged.level(0)).toBe(0);
    });

    it('wait at least as long as asked for between steps, and after the last', async () => {
      using request = open(bench.plug(), { 0: output });
      const steps: Step[] = [
        { set: { 0: 1 }, waitUs: 700 },
        { set: { 0: 0 }, waitUs: 50.5 },
        { waitUs: 1000 },
      ];
      const options = { repeat: 3, timestamps: true } as const;
      for (const spinUs of [0, 100, 2000]) {
        const before = machine.clockNs('monotonic');
        const play = await request.play(steps, { ...options, spinUs });
        const between = machine.clockNs('monotonic');
        const sync = request.playSync(steps, { ...options, spinUs });
        const after = machine.clockNs('monotonic');
        expectWaits(play.timestampsNs, before, between);
        expectWaits(sync.timestampsNs, between, after);
      }
      function expectWaits(stamps: BigInt64Array | undefined, from: bigint, to: bigint): void {
        expect(stamps).toHaveLength(9);
        const times = [...(stamps ?? []), to];
        expect(times[0]).toBeGreaterThanOrEqual(from);
        times.slice(1).forEach((time, i) => {
          const wait = [700_000n, 50_500n, 1_000_000n][i % 3] ?? 0n;
          expect(time - (times[i] ?? 0n)).toBeGreaterThanOrEqual(wait);
        });
      }
    });

    it('wait from the start where that is asked for: what is late does not add up', async () => {
      using request = open(bench.plug(), { 0: output });
      const steps: Step[] = [{ set: { 0: 1 }, waitUs: 200 }];
      const options = { repeat: 20, timestamps: true, waitsFrom: 'start' } as const;
      const before = machine.clockNs('monotonic');
      const played = [await request.play(steps, options), request.playSync(steps, options)];
      for (const { timestampsNs = [] } of played) {
        expect(timestampsNs).toHaveLength(20);
        [...timestampsNs].forEach((time, i) => {
          expect(time).toBeGreaterThanOrEqual(before + BigInt(i) * 200_000n);
        });
      }
    });

    it('leave the event loop to others while they are played', async () => {
      using request = open(bench.plug(), { 0: output });
      const controller = new AbortController();
      const { signal } = controller;
      const steps: Step[] = [{ set: { 0: 1 }, waitUs: 100 }, { set: { 0: 0 } }];
      const playing = request.play(steps, { repeat: Number.POSITIVE_INFINITY, signal });
      for (let turns = 0; turns < 5; turns += 1) await turn();
      controller.abort();
      await expect(playing).rejects.toThrow('aborted');
    });

    it('end when they are aborted, and lines stay as they are', async () => {
      const plugged = bench.plug();
      using request = open(plugged, { 0: output, 1: output });
      const controller = new AbortController();
      const { signal } = controller;
      const steps: Step[] = [
        { set: { 0: 1 }, waitUs: 10 },
        { set: { 1: 1 } },
        { waitUs: 3_600_000_000 },
      ];
      const playing = request.play(steps, { repeat: Number.POSITIVE_INFINITY, signal });
      await reached(plugged, 1, 1);
      controller.abort('enough');
      await expect(playing).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
      expect([plugged.level(0), plugged.level(1)]).toEqual([1, 1]);
      request.reconfigure({ 0: { ...output, activeLow: true } });
      expect(request.getValues([0, 1])).toEqual([1, 1]);
      await expect(request.play([{ set: { 0: 0 } }], { signal })).rejects.toThrow('aborted');
      expect(request.getValue(0)).toBe(1);
      expect(await request.play([{ set: { 0: 0 } }])).toMatchObject({ steps: 1 });
    });

    it('end when their request is released: EBADF', async () => {
      const plugged = bench.plug();
      const request = open(plugged, { 0: output });
      const sequence = request.sequence([{ set: { 0: 1 }, waitUs: 1 }, { set: { 0: 0 } }]);
      const playing = request.play(sequence, { repeat: Number.POSITIVE_INFINITY });
      await turn();
      request.release();
      expect(bench.openFiles()).toEqual([]);
      const error = await rejection(playing);
      expect(error).toMatchObject({ code: 'EBADF', operation: SET });
      expect(error.message).toMatch('has been released');
      expect(failure(() => request.playSync(sequence)).code).toBe('EBADF');
      expect(failure(() => request.sequence([])).code).toBe('EBADF');
      expect((await rejection(request.play(sequence))).code).toBe('EBADF');
    });

    it('are played one at a time on a request: EBUSY', async () => {
      using request = open(bench.plug(), { 0: output, 1: output });
      using other = open(bench.plug(), { 0: output });
      const controller = new AbortController();
      const { signal } = controller;
      const endless = [{ set: { 0: 1 }, waitUs: 1_000_000 }] as const;
      const playing = request.play(endless, { repeat: Number.POSITIVE_INFINITY, signal });
      const busy = await rejection(request.play(endless));
      expect(busy).toMatchObject({ code: 'EBUSY', operation: SET });
      expect(busy.hint).toContain('Wait');
      expect(failure(() => request.playSync(endless)).code).toBe('EBUSY');
      expect(failure(() => request.reconfigure({ 0: input })).code).toBe('EBUSY');
      request.setValue(1, 1);
      expect(request.getValue(1)).toBe(1);
      expect(await other.play([{ set: { 0: 1 } }])).toMatchObject({ steps: 1 });
      controller.abort();
      await expect(playing).rejects.toThrow('aborted');
      expect(request.playSync([{ set: { 0: 0 } }]).steps).toBe(1);
      request.reconfigure({ 1: input });
    });

    it('say which step has failed, and note what those before it have set', async () => {
      const plugged = bench.plug();
      using request = open(plugged, { 0: output, 1: input });
      const steps = [{ set: { 0: 1 } }, { waitUs: 1 }, { set: { 1: 1 } }] as const;
      const async = await rejection(request.play(steps));
      request.reconfigure({ 0: { ...output, drive: 'open-source' } });
      expect(plugged.level(0)).toBe(1);
      request.setValue(0, 0);
      const sync = failure(() => request.playSync(steps, { repeat: 5 }));
      request.reconfigure({ 0: output });
      expect(plugged.level(0)).toBe(1);
      for (const error of [async, sync]) {
        expect(error).toMatchObject({ code: 'EPERM', operation: SET });
        expect(error.message).toMatch(/^step 2 cannot set line \d/);
        expect(error.hint).toContain("direction: 'output'");
      }
    });

    it('fail when their chip is unplugged: ENODEV', async () => {
      const plugged = bench.plug();
      using request = open(plugged, { 0: output });
      const steps = [{ waitUs: 200 }, { get: [0] }] as const;
      const sets = [{ waitUs: 200 }, { set: { 0: 1 } }] as const;
      const playing = request.play(sets, { repeat: Number.POSITIVE_INFINITY });
      await reached(plugged, 0, 1);
      plugged.unplug();
      const error = await rejection(playing);
      expect(error).toMatchObject({ code: 'ENODEV', operation: SET });
      expect(error.message).toMatch(/^step 1( of round \d+)? cannot set line \d/);
      expect(error.hint).toContain('unplugged');
      expect(failure(() => request.playSync(steps))).toMatchObject({
        code: 'ENODEV',
        operation: 'gpiod_line_request_get_values_subset',
      });
    });
  });
}

/** Resolves in the next turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
