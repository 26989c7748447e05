import { afterEach, beforeAll, expect, test } from 'vitest';
import { loadSync } from '../../ts/load.js';
import { type LineGrant, loadPlugin, type Right } from '../../ts/sandbox.js';
import { createSim, type Sim } from '../../ts/sim.js';
import { type UpstreamExample, upstreamSources } from './plugin-sources.js';
import { closePlugins, compilePlugins, keepPlugin, Output, rejection } from './plugin-support.js';

let wasm: Readonly<Record<UpstreamExample, Uint8Array>>;

beforeAll(async () => {
  wasm = await compilePlugins(upstreamSources());
}, 240_000);

afterEach(closePlugins);

interface Started {
  readonly sim: Sim;
  readonly stdout: Output;
  readonly done: Promise<number>;
  /** Ends a program that would go on for ever. */
  stop(): Promise<unknown>;
}

/** The examples work on lines 3, 5 and 7, each of which is granted the same rights. */
async function start(example: UpstreamExample, allow: readonly Right[]): Promise<Started> {
  const sim = createSim({ chips: [{ lines: Array.from({ length: 8 }, (_, i) => `GPIO${i}`) }] });
  const line = (_: unknown, i: number): LineGrant => ({
    line: `GPIO${i}`,
    name: i === 6 ? 'GPIO19' : `LINE${i}`,
    allow: [3, 5, 7].includes(i) ? allow : [],
  });
  const stdout = new Output();
  const plugin = keepPlugin(
    await loadPlugin(wasm[example], {
      kernel: sim.kernel,
      chips: { gpiochip0: { label: 'examples', lines: Array.from({ length: 8 }, line) } },
      clock: true,
      stdout: stdout.write,
      stderr: stdout.write,
    }),
  );
  const controller = new AbortController();
  const done = plugin.run({ signal: controller.signal });
  const stop = (): Promise<unknown> => {
    controller.abort();
    return rejection(done);
  };
  return { sim, stdout, done, stop };
}

test.each([
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
] as const)('%s ends as it should', async (example, allow, output) => {
  const { stdout, done } = await start(example, allow);
  const status = await done;
  expect(stdout.text).toMatch(output);
  expect(status).toBe(0);
});

test.each(['toggle_line_value', 'toggle_multiple_line_values'] as const)('%s', async (example) => {
  const { sim, stdout, stop } = await start(example, ['output']);
  await stdout.has('5=Active');
  await stdout.has('5=Inactive');
  await stop();
  expect(sim.line('GPIO5').history().length).toBeGreaterThan(0);
  expect(sim.openHandles).toEqual([]);
});

test.each(['async_watch_line_value', 'watch_line_value', 'watch_multiple_line_values'] as const)(
  '%s',
  async (example) => {
    const { sim, stdout, stop } = await start(example, ['input', 'edges', 'bias', 'debounce']);
    const line = sim.line('GPIO5');
    while (line.consumer === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
    line.pull('down');
    await stdout.has('offset: 5');
    expect(stdout.text).toContain('type: Falling');
    await stop();
  },
);

test('watch_line_rising', async () => {
  const { sim, stdout, stop } = await start('watch_line_rising', ['input', 'edges']);
  const line = sim.line('GPIO5');
  while (line.consumer === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
  line.pull('up');
  await stdout.has('type: Rising');
  await stop();
});

test('watch_line_info', async () => {
  const { sim, stdout, stop } = await start('watch_line_info', ['watch']);
  const chip = loadSync({ kernel: sim.kernel }).openChip(0);
  const requested = setInterval(() => {
    chip.requestLines({ consumer: 'other', lines: { 3: { direction: 'input' } } }).release();
  }, 5);
  await stdout.has('Requested');
  clearInterval(requested);
  await stop();
  chip.close();
});

test('what an example was not granted, it does not get', async () => {
  const { stdout, done } = await start('toggle_line_value', ['input']);
  expect(await done).toBe(1);
  expect(stdout.text).toContain('failed to request line: Operation not permitted');
});
