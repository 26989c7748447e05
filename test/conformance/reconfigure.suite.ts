import { describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

/** New settings in flight. */
export function describeReconfigure(machine: Machine): void {
  describe(`reconfiguring on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('leaves the other lines as they are, values included', () => {
      const plugged = bench.plug({ names: { 3: 'BUTTON' } });
      const chip = bench.open(plugged);
      const request = bench.request(plugged, {
        lines: {
          0: { direction: 'output', value: 1 },
          1: { direction: 'output', value: 0, activeLow: true },
          2: { direction: 'output', value: 1, drive: 'open-source' },
          BUTTON: { direction: 'input', edge: 'rising', bias: 'pull-down' },
          4: {},
        },
      });
      request.setValues({ 0: 0, 1: 1, 2: 1 });
      const before = chip.lines();
      request.reconfigure({ BUTTON: { direction: 'output', value: 1 } });
      expect([0, 1, 2, 3].map((offset) => plugged.level(offset))).toEqual([0, 0, 1, 1]);
      expect(request.getValues([0, 1, 2, 3])).toEqual([0, 1, 1, 1]);
      const after = chip.lines();
      expect(after.filter((_, i) => i !== 3)).toEqual(before.filter((_, i) => i !== 3));
      expect(after[3]).toMatchObject({ direction: 'output', edge: 'none', bias: 'unknown' });
    });

    it('is told by the settings of a line', () => {
      const plugged = bench.plug({ names: { 1: 'BUTTON' } });
      const request = bench.request(plugged, {
        lines: {
          0: { direction: 'output', value: 1 },
          BUTTON: { direction: 'input', edge: 'both' },
        },
      });
      const usual = { bias: 'as-is', drive: 'push-pull', activeLow: false, debouncePeriodUs: 0 };
      const clock = { eventClock: 'monotonic' };
      expect(request.settings(0)).toEqual({
        direction: 'output',
        edge: 'none',
        ...usual,
        ...clock,
      });
      const button = { direction: 'input', edge: 'both', ...usual, ...clock };
      expect(request.settings('BUTTON')).toEqual(button);
      const changed = { edge: 'falling', bias: 'pull-up', debouncePeriodUs: 7 } as const;
      request.reconfigure({ 1: { direction: 'input', ...changed } });
      expect(request.settings('BUTTON')).toEqual({ ...button, ...changed });
      expect(request.line('BUTTON').request).toBe(request);
      expect(() => request.settings(2)).toThrow(TypeError);
      expect(request.eventBufferSize).toBe(32);
    });

    it('turns inputs into outputs and back', () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, { lines: { 0: { direction: 'input' } } });
      plugged.pull(0, 'up');
      request.reconfigure({ 0: { direction: 'output' } });
      expect(plugged.level(0)).toBe(0);
      request.setValue(0, 1);
      expect(plugged.level(0)).toBe(1);
      request.reconfigure({ 0: { direction: 'input', bias: 'pull-down' } });
      expect(request.getValue(0)).toBe(0);
      expect(failure(() => request.setValue(0, 1)).code).toBe('EPERM');
    });

    it('keeps the logical value of an output unless one is given', () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, { lines: { 0: { direction: 'output' } } });
      request.setValue(0, 1);
      request.reconfigure({ 0: { direction: 'output', drive: 'open-source' } });
      expect([request.getValue(0), plugged.level(0)]).toEqual([1, 1]);
      request.reconfigure({ 0: { direction: 'output', activeLow: true } });
      expect([request.getValue(0), plugged.level(0)]).toEqual([1, 0]);
      request.reconfigure({ 0: { direction: 'output', value: 0 } });
      expect([request.getValue(0), plugged.level(0)]).toEqual([0, 0]);
    });

    it('goes on letting go of a line that others hold low', () => {
      const plugged = bench.plug();
      const drain = { direction: 'output', drive: 'open-drain' } as const;
      const request = bench.request(plugged, {
        lines: { 0: { ...drain, value: 1 }, 1: drain, 2: { direction: 'output' } },
      });
      request.setValue(1, 1);
      expect(request.getValues()).toEqual([0, 0, 0]);
      request.reconfigure({ 1: drain, 2: { direction: 'input' } });
      plugged.pull(0, 'up');
      plugged.pull(1, 'up');
      expect(request.getValues()).toEqual([1, 1, 0]);
    });

    it('turns edges on, changes and turns them off again', async () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, {
        lines: { 0: { direction: 'input' }, 1: { direction: 'output' } },
      });
      const pulse = async (): Promise<(readonly [string, number])[]> => {
        for (const direction of ['up', 'down'] as const) {
          plugged.pull(0, direction);
          await machine.settle();
        }
        return request.readEdgeEvents().map((event) => [event.type, event.lineSeqno] as const);
      };
      expect(await pulse()).toEqual([]);
      request.reconfigure({ 0: { direction: 'input', edge: 'rising' } });
      expect(await pulse()).toEqual([['rising', 1]]);
      request.reconfigure({ 0: { direction: 'input', edge: 'both', activeLow: true } });
      expect(await pulse()).toEqual([
        ['falling', 2],
        ['rising', 3],
      ]);
      request.reconfigure({ 0: { direction: 'input', edge: 'none' } });
      expect(await pulse()).toEqual([]);
      request.reconfigure({ 0: { direction: 'input', edge: 'falling' } });
      expect(await pulse()).toEqual([['falling', 4]]);
    });

    it('does not disturb a stream that waits, and loses none of its events', async () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, {
        lines: { 0: { direction: 'input', edge: 'both' }, 1: { direction: 'input' } },
      });
      const stream = request.events();
      const first = stream.next();
      request.reconfigure({ 1: { direction: 'input', edge: 'rising' } });
      plugged.pull(1, 'up');
      expect((await first).value).toMatchObject({ offset: 1, type: 'rising', globalSeqno: 1 });
      plugged.pull(0, 'up');
      await machine.settle();
      request.reconfigure({ 1: { direction: 'output', value: 1 } });
      expect((await stream.next()).value).toMatchObject({ offset: 0, globalSeqno: 2, lost: 0 });
    });

    it('fails with settings that do not go together, and changes nothing', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      const request = bench.request(plugged, {
        lines: { 0: { direction: 'output', value: 1 }, 1: { direction: 'input' } },
      });
      const before = chip.lines();
      for (const [settings, code] of [
        [{ direction: 'output', edge: 'both' }, 'EINVAL'],
        [{ direction: 'output', debouncePeriodUs: 10 }, 'EINVAL'],
        [{ direction: 'input', drive: 'open-drain' }, 'EINVAL'],
        [{ direction: 'input', eventClock: 'hte' }, 'EOPNOTSUPP'],
      ] as const) {
        const error = failure(() => request.reconfigure({ 1: settings }));
        expect(error).toMatchObject({ code, operation: 'gpiod_line_request_reconfigure_lines' });
      }
      expect(
        failure(() => request.reconfigure({ 1: { direction: 'input', drive: 'open-drain' } }))
          .message,
      ).toContain('line 1');
      expect(chip.lines()).toEqual(before);
      expect(request.getValues()).toEqual([1, 0]);
      request.reconfigure({ 1: { direction: 'input', activeLow: true } });
      expect(request.getValues()).toEqual([1, 1]);
    });

    it('needs to know the direction, since Linux would pass over the line: TypeError', () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, { lines: { 0: { direction: 'output', value: 1 } } });
      bench.calls();
      expect(() => request.reconfigure({ 0: {} })).toThrow(/direction/);
      expect(() => request.reconfigure({ 0: { activeLow: true } })).toThrow(TypeError);
      expect(bench.calls()).toEqual([]);
      expect(() => request.reconfigure({ 0: { eventClock: 'realtime' } })).toThrow(TypeError);
      request.reconfigure({});
      expect(request.getValue(0)).toBe(1);
    });
  });
}
