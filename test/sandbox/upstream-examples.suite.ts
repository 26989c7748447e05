import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Chip } from '../../ts/api/chip.js';
import { type LineGrant, loadPlugin, type Right } from '../../ts/sandbox.js';
import { setUpBench } from '../conformance/bench.js';
import type { Machine, TestChip } from '../conformance/machine.js';
import { type UpstreamExample, upstreamSources } from './plugin-sources.js';
import { closePlugins, compilePlugins, keepPlugin, Output, rejection } from './plugin-support.js';

const LINES = Array.from({ length: 8 }, (_, offset) => offset);
/** The examples work on these lines. */
const USED = [3, 5, 7];

interface Started {
  readonly chip: TestChip;
  /** The same chip, as programs see it that are in no sandbox. */
  readonly outside: Chip;
  readonly stdout: Output;
  readonly done: Promise<number>;
  /** Ends a program that would go on for ever, and checks that it has given its lines back. */
  stop(): Promise<void>;
}

/** Upstream's example programs, as they are, as plugins. */
export function describeUpstreamExamples(machine: Machine): void {
  describe(`upstream's examples as plugins on ${machine.name}`, () => {
    const bench = setUpBench(machine);
    let wasm: Readonly<Record<UpstreamExample, Uint8Array>>;

    beforeAll(async () => {
      wasm = await compilePlugins(upstreamSources());
    }, 600_000);

    afterEach(closePlugins);

    /** Each of the lines that it uses is granted the same rights. */
    async function start(example: UpstreamExample, allow: readonly Right[]): Promise<Started> {
      const names = Object.fromEntries(LINES.map((offset) => [offset, `PLUGIN${offset}`]));
      const chip = bench.plug({ names });
      const lines = LINES.map(
        (offset): LineGrant => ({
          line: `PLUGIN${offset}`,
          name: offset === 6 ? 'GPIO19' : `LINE${offset}`,
          allow: USED.includes(offset) ? allow : [],
        }),
      );
      const stdout = new Output();
      const plugin = keepPlugin(
        await loadPlugin(wasm[example], {
          kernel: machine.kernel,
          chips: { gpiochip0: { label: 'examples', lines } },
          clock: true,
          stdout: stdout.write,
          stderr: stdout.write,
        }),
      );
      const outside = bench.open(chip);
      const controller = new AbortController();
      const done = plugin.run({ signal: controller.signal });
      const stop = async (): Promise<void> => {
        controller.abort();
        expect(await rejection(done)).toMatchObject({ name: 'AbortError' });
        expect(outside.lines().filter(({ used }) => used)).toEqual([]);
      };
      return { chip, outside, stdout, done, stop };
    }

    it.each([
      ['find_line_by_name', [], /^GPIO19: gpiochip0 6$/m],
      ['get_chip_info', [], /examples/],
      ['get_line_info', [], /^line {3}3: +LINE3 +unused +input active-high$/m],
      ['get_line_value', ['input'], /5=Inactive/],
      ['get_multiple_line_values', ['input'], /5=Inactive 3=Inactive 7=Inactive/],
      [
        'reconfigure_input_to_output',
        ['input', 'output'],
        /5=Inactive \(input\)\n5=Inactive \(output\)/,
      ],
    ] as const)('%s says what it should, and ends', async (example, allow, output) => {
      const { stdout, done } = await start(example, allow);
      const status = await done;
      expect(stdout.text).toMatch(output);
      expect(status).toBe(0);
    });

    it.each(['toggle_line_value', 'toggle_multiple_line_values'] as const)(
      '%s sets a line to 1 and to 0, and says so',
      async (example) => {
        const { chip, stdout, stop } = await start(example, ['output']);
        while (chip.level(5) !== 1) await sleep(2);
        while (chip.level(5) !== 0) await sleep(2);
        await stdout.has('5=Active');
        await stdout.has('5=Inactive');
        await stop();
      },
    );

    it.each([
      ['async_watch_line_value', ['Rising', 'Falling']],
      ['watch_line_value', ['Rising', 'Falling']],
      ['watch_multiple_line_values', ['Rising', 'Falling']],
      ['watch_line_rising', ['Rising']],
    ] as const)('%s says which edges it has seen', async (example, types) => {
      const { chip, outside, stdout, stop } = await start(example, [
        'input',
        'edges',
        'bias',
        'debounce',
      ]);
      while (!outside.lineInfo(5).used) await sleep(2);
      // A change that is undone within the debounce period is none.
      const wiggle = setInterval(() => chip.pull(5, chip.level(5) === 1 ? 'down' : 'up'), 50);
      try {
        for (const type of types) await stdout.has(`type: ${type}`);
      } finally {
        clearInterval(wiggle);
      }
      await stop();
    });

    it('watch_line_info says that somebody requests a line', async () => {
      const { outside, stdout, stop } = await start('watch_line_info', ['watch']);
      const requested = setInterval(() => {
        outside.requestLines({ consumer: 'other', lines: { 3: { direction: 'input' } } }).release();
      }, 5);
      try {
        await stdout.has('Requested');
      } finally {
        clearInterval(requested);
      }
      await stop();
    });

    it('what an example was not granted, it does not get', async () => {
      const { stdout, done } = await start('toggle_line_value', ['input']);
      expect(await done).toBe(1);
      expect(stdout.text).toContain('failed to request line: Operation not permitted');
    });
  });
}
