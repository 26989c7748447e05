import { describe, expect, it } from 'vitest';
import type { LineRequest } from '../../ts/api/line-request.js';
import { trace } from '../../ts/kernel/trace-on-demand.js';
import { loadSync } from '../../ts/load.js';
import { setUpBench } from './bench.js';
import { failure } from './failure.js';
import type { Machine } from './machine.js';

/** The log of a traced kernel. */
export function describeTrace(machine: Machine): void {
  describe(`tracing on ${machine.name}`, () => {
    const bench = setUpBench(machine);

    it('shows opening, requesting, driving and watching with names for everything', async () => {
      const plugged = bench.plug({ names: { 2: 'LED' } });
      const log: string[] = [];
      const gpiod = loadSync({ kernel: trace(machine.kernel, (line) => log.push(line)) });
      using chip = gpiod.openChip(plugged.path);
      using request = chip.requestLines({
        consumer: 'traced',
        lines: { 2: { direction: 'output', value: 1 }, 3: { direction: 'input', edge: 'both' } },
      });
      request.setValue(2, 0);
      const next = request.events().next();
      plugged.pull(3, 'up');
      await next;
      failure(() => chip.requestLines({ lines: { 2: {} } }));
      request.release();
      const [opened, requested] = [chip.fd, request.fd];
      const expected = [
        `lstat("${plugged.path}") = 0`,
        `open("${plugged.path}") = ${opened}`,
        `ioctl(${opened}, GPIO_GET_CHIPINFO_IOCTL) = 0 {name:"${plugged.name}"`,
        `ioctl(${opened}, GPIO_V2_GET_LINE_IOCTL, {offsets:[2, 3], consumer:"traced"`,
        `ioctl(${opened}, GPIO_V2_GET_LINEINFO_IOCTL, {offset:2}) = 0 {name:"LED", consumer:"traced", flags:USED|OUTPUT}`,
        `ioctl(${requested}, GPIO_V2_LINE_SET_VALUES_IOCTL, {bits:0x0, mask:0x1}) = 0`,
        `watch(${requested})`,
        `watch(${requested}) is ready: POLLIN`,
        `read(${requested}, 1536) = 48 [{timestamp_ns:`,
        `ioctl(${opened}, GPIO_V2_GET_LINE_IOCTL, {offsets:[2], num_lines:1}) = -16 EBUSY`,
        `close(${requested}) = 0`,
      ];
      let at = 0;
      for (const start of expected) {
        const found = log.findIndex((line, i) => i >= at && line.startsWith(start));
        expect(found, `${start}\nin order in:\n${log.join('\n')}`).toBeGreaterThanOrEqual(at);
        at = found + 1;
      }
      const made = log.find((line) => line.includes('"traced"') && line.includes('GET_LINE_'));
      expect(made).toContain('config:{flags:OUTPUT, num_attrs:2');
      expect(made).toContain('{attr:{id:OUTPUT_VALUES, values:0x1}, mask:0x1}');
      expect(made).toContain('{attr:{id:FLAGS, flags:INPUT|EDGE_RISING|EDGE_FALLING}, mask:0x2}');
      expect(made).toContain(`num_lines:2}) = 0 {fd:${requested}}`);
      expect(log.find((line) => line.startsWith('read('))).toContain('id:RISING_EDGE, offset:3');
    });

    it('lets its log make requests of the same libgpiod, in the middle of one', () => {
      const plugged = bench.plug();
      const inner: LineRequest[] = [];
      const log = (line: string): void => {
        if (!line.includes('consumer:"outer"') || !line.includes('GET_LINE_IOCTL')) return;
        const lines = { 3: { direction: 'input' }, 4: { direction: 'input' } } as const;
        inner.push(chip.requestLines({ consumer: 'inner', lines }));
      };
      const gpiod = loadSync({ kernel: trace(machine.kernel, log) });
      using chip = gpiod.openChip(plugged.path);
      using outer = chip.requestLines({ consumer: 'outer', lines: { 2: { direction: 'output' } } });
      expect(outer.offsets).toEqual([2]);
      expect(inner.map(({ offsets }) => offsets)).toEqual([[3, 4]]);
      expect(chip.lineInfo(2)).toMatchObject({ consumer: 'outer', direction: 'output' });
      expect(chip.lineInfo(3)).toMatchObject({ consumer: 'inner', direction: 'input' });
      for (const request of inner) request.release();
    });
  });
}
