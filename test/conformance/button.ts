import type { LineRequest } from '../../ts/api/line-request.js';
import type { LineSettings } from '../../ts/api/line-settings.js';
import type { Bench } from './bench.js';
import type { Machine, TestChip } from './machine.js';

/** An input that tells both edges. */
export const both = { direction: 'input', edge: 'both' } as const;

/** Line 2 of a new chip, requested with these settings. */
export function button(
  bench: Bench,
  settings: LineSettings = both,
  eventBufferSize?: number,
): { chip: TestChip; request: LineRequest } {
  const chip = bench.plug();
  return { chip, request: bench.request(chip, { eventBufferSize, lines: { 2: settings } }) };
}

/** Changes a line's level so many times, each time seen by the kernel; it begins low. */
export async function swing(
  machine: Machine,
  chip: TestChip,
  offset: number,
  times: number,
): Promise<void> {
  for (let i = 0; i < times; i++) {
    chip.pull(offset, i % 2 === 0 ? 'up' : 'down');
    await machine.settle();
  }
}
