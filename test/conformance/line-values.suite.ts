import { describe, expect, it } from 'vitest';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

/** Driving and reading lines. */
export function describeLineValues(machine: Machine): void {
  describe(`line values on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('of outputs are driven from the start', () => {
      const plugged = bench.plug();
      bench.request(plugged, {
        lines: {
          0: { direction: 'output' },
          1: { direction: 'output', value: 0 },
          2: { direction: 'output', value: 1 },
          3: { direction: 'output', value: true },
          4: { direction: 'output', value: false },
        },
      });
      expect([0, 1, 2, 3, 4].map((offset) => plugged.level(offset))).toEqual([0, 0, 1, 1, 0]);
    });

    it('are set and read back one by one, by offset, digits or name', () => {
      const plugged = bench.plug({ names: { 6: 'LED' } });
      const request = bench.request(plugged, { lines: { LED: { direction: 'output' } } });
      for (const [line, value, level] of [
        [6, 1, 1],
        ['LED', 0, 0],
        ['6', true, 1],
        ['LED', false, 0],
      ] as const) {
        request.setValue(line, value);
        expect(plugged.level(6)).toBe(level);
        expect(request.getValue(line)).toBe(level);
      }
    });

    it('are set and read at once, in any order, some or all', () => {
      const plugged = bench.plug({ names: { 1: 'A', 5: 'B' } });
      const output = { direction: 'output' } as const;
      const request = bench.request(plugged, { lines: { B: output, A: output, 7: output } });
      expect(request.offsets).toEqual([7, 5, 1]);
      request.setValues({ A: 1, 7: true });
      expect([1, 5, 7].map((offset) => plugged.level(offset))).toEqual([1, 0, 1]);
      expect(request.getValues()).toEqual([1, 0, 1]);
      expect(request.getValues(['B', 1, '7'])).toEqual([0, 1, 1]);
      expect(request.getValues(['A', 'A'])).toEqual([1, 1]);
      request.setValues({ 7: 0, B: 1, A: false });
      expect(request.getValues([1, 5, 7])).toEqual([0, 1, 0]);
    });

    it('take one ioctl each, of one line or of all', () => {
      const plugged = bench.plug();
      const output = { direction: 'output' } as const;
      const request = bench.request(plugged, { lines: { 0: output, 1: output, 2: output } });
      bench.calls();
      request.getValue(1);
      request.getValues();
      request.getValues([2, 0]);
      request.setValue(1, 1);
      request.setValues({ 0: 1, 2: 1 });
      expect(bench.calls()).toEqual([
        ...['GPIO_V2_LINE_GET_VALUES_IOCTL', 'GPIO_V2_LINE_GET_VALUES_IOCTL'],
        ...['GPIO_V2_LINE_GET_VALUES_IOCTL', 'GPIO_V2_LINE_SET_VALUES_IOCTL'],
        'GPIO_V2_LINE_SET_VALUES_IOCTL',
      ]);
    });

    it('of inputs follow what they are pulled to', () => {
      const plugged = bench.plug();
      const input = { direction: 'input' } as const;
      const request = bench.request(plugged, { lines: { 3: input, 4: input } });
      expect(request.getValues()).toEqual([0, 0]);
      plugged.pull(4, 'up');
      expect(request.getValues()).toEqual([0, 1]);
      plugged.pull(4, 'down');
      plugged.pull(3, 'up');
      expect(request.getValues()).toEqual([1, 0]);
    });

    it('of inputs may be pulled from inside: a bias', () => {
      const plugged = bench.plug();
      plugged.pull(1, 'up');
      const request = bench.request(plugged, {
        lines: {
          0: { direction: 'input', bias: 'pull-up' },
          1: { direction: 'input', bias: 'pull-down' },
        },
      });
      expect(request.getValues()).toEqual([1, 0]);
    });

    it('are inverted by active-low, in both directions', () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, {
        lines: {
          0: { direction: 'output', activeLow: true, value: 1 },
          1: { direction: 'output', activeLow: true },
          2: { direction: 'input', activeLow: true },
        },
      });
      expect([plugged.level(0), plugged.level(1)]).toEqual([0, 1]);
      expect(request.getValues()).toEqual([1, 0, 1]);
      request.setValues({ 0: 0, 1: 1 });
      plugged.pull(2, 'up');
      expect([plugged.level(0), plugged.level(1)]).toEqual([1, 0]);
      expect(request.getValues()).toEqual([0, 1, 0]);
    });

    it('are driven one way only by open drain and open source', () => {
      const plugged = bench.plug();
      plugged.pull(2, 'up');
      const request = bench.request(plugged, {
        lines: {
          1: { direction: 'output', drive: 'open-drain', value: 1 },
          2: { direction: 'output', drive: 'open-drain', value: 0 },
          3: { direction: 'output', drive: 'open-source', value: 0 },
          4: { direction: 'output', drive: 'open-source', value: 1 },
        },
      });
      // Let go, line 1 follows its pull, which is down; 2 is driven low in spite of it, 4 high.
      expect([1, 2, 3, 4].map((offset) => plugged.level(offset))).toEqual([0, 0, 0, 1]);
      plugged.pull(1, 'up');
      plugged.pull(3, 'up');
      expect([1, 2, 3, 4].map((offset) => plugged.level(offset))).toEqual([1, 0, 1, 1]);
      expect(request.getValues()).toEqual([1, 0, 1, 1]);
      request.setValue(1, 0);
      expect(plugged.level(1)).toBe(0);
    });

    it('of lines taken as they are keep direction and level', () => {
      const plugged = bench.plug();
      const chip = bench.open(plugged);
      bench.request(plugged, { lines: { 0: { direction: 'output', value: 1 } } }).release();
      const request = bench.request(plugged, { lines: { 0: {}, 1: {} } });
      expect(chip.lines().slice(0, 2)).toMatchObject([
        { direction: 'output' },
        { direction: 'input' },
      ]);
      request.setValue(0, 1);
      expect(plugged.level(0)).toBe(1);
      expect(failure(() => request.setValue(1, 1)).code).toBe('EPERM');
    });

    it('of inputs cannot be set: EPERM, and nothing is', () => {
      const plugged = bench.plug();
      const request = bench.request(plugged, {
        lines: { 0: { direction: 'output' }, 1: { direction: 'input' } },
      });
      const one = failure(() => request.setValue(1, 1));
      expect(one).toMatchObject({ code: 'EPERM', operation: 'gpiod_line_request_set_value' });
      expect(one.hint).toContain("direction: 'output'");
      const several = failure(() => request.setValues({ 0: 1, 1: 1 }));
      expect(several).toMatchObject({
        code: 'EPERM',
        operation: 'gpiod_line_request_set_values_subset',
      });
      expect(plugged.level(0)).toBe(0);
    });

    it('of no line at all cannot be asked for or set: EINVAL', () => {
      const request = bench.request(bench.plug(), { lines: { 0: { direction: 'output' } } });
      expect(failure(() => request.getValues([])).code).toBe('EINVAL');
      expect(failure(() => request.setValues({})).code).toBe('EINVAL');
    });

    it('of lines that are not in the request cannot be had: TypeError, which are', () => {
      const plugged = bench.plug({ names: { 0: 'LED', 1: 'BUTTON' } });
      const output = { direction: 'output' } as const;
      const request = bench.request(plugged, { lines: { LED: output, 4: output } });
      bench.calls();
      const attempts = [
        () => request.getValue(1),
        () => request.getValue('BUTTON'),
        () => request.getValues([0, 'BUTTON']),
        () => request.getValues([0, 4, 1]),
        () => request.setValue('1', 1),
        () => request.setValues({ LED: 1, BUTTON: 1 }),
        () => request.line(7),
        () => request.reconfigure({ BUTTON: {} }),
      ];
      for (const attempt of attempts) expect(attempt).toThrow(TypeError);
      expect(() => request.getValue('LEDS')).toThrow(/holds 4, 0 \(LED\)\. Did you mean LED\?/);
      expect(bench.calls()).toEqual([]);
      expect(plugged.level(0)).toBe(0);
    });

    it('are handled line by line where that is easier', () => {
      const plugged = bench.plug({ names: { 2: 'LED' } });
      const request = bench.request(plugged, {
        lines: { LED: { direction: 'output' }, 3: { direction: 'input' } },
      });
      const led = request.line('LED');
      expect([led.offset, led.name, led.value]).toEqual([2, 'LED', 0]);
      led.value = 1;
      expect(plugged.level(2)).toBe(1);
      expect(led.toggle()).toBe(0);
      expect(plugged.level(2)).toBe(0);
      expect(led.toggle()).toBe(1);
      led.value = false;
      expect(led.value).toBe(0);
      const button = request.line(3);
      expect(button.name).toBeUndefined();
      plugged.pull(3, 'up');
      expect(button.value).toBe(1);
      expect(failure(() => button.toggle()).code).toBe('EPERM');
    });

    it('are read and written without any allocation in the guest but for the first time', () => {
      const output = { direction: 'output' } as const;
      const lines = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [i, output]));
      const request = bench.request(bench.plug({ lines: 64 }), { lines });
      const { raw } = bench.gpiod;
      const all = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [i, i % 2 === 0]));
      /** Where the next allocations would be, large and small. */
      const places = (): number[] => {
        const pointers = [1, 16, 64, 512, 5000].map((size) => raw.alloc(size));
        for (const pointer of pointers) raw.free(pointer);
        return pointers;
      };
      request.setValues(all);
      const before = places();
      const { length } = raw.memory.bytes;
      for (let i = 0; i < 50; i++) {
        request.setValue(63, 1);
        request.getValue(63);
        request.setValues(all);
        request.getValues();
        request.getValues([5, 60]);
        request.line(1).toggle();
        request.readEdgeEvents();
      }
      expect(places()).toEqual(before);
      expect(raw.memory.bytes).toHaveLength(length);
    });
  });
}
