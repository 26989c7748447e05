import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { text } from 'node:stream/consumers';

/** Milliseconds of CLOCK_MONOTONIC, which all processes of a machine share. */
export type Span = readonly [fromMs: number, toMs: number];

/** The time of spans. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** How long a span lasted, less the pauses in it, which do not overlap each other. */
export function lengthWithout([fromMs, toMs]: Span, pauses: readonly Span[]): number {
  const paused = pauses.reduce(
    (sum, [from, to]) => sum + Math.max(0, Math.min(to, toMs) - Math.max(from, fromMs)),
    0,
  );
  return toMs - fromMs - paused;
}

/** The same time as spans that do not overlap. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const apart: [number, number][] = [];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    const last = apart.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/**
 * Runs something beside processes, one on each processor, that only look at the clock: where one of them
 * got no turn for long, the machine or that processor stood still, as those that are shared with others
 * do now and then.
 *
 * @param script - probes/pauses.ts as JavaScript.
 */
export async function besideClocks<Result>(
  script: string,
  run: () => Promise<Result>,
): Promise<{ result: Result; pauses: readonly Span[] }> {
  const clocks = cpus().map((_, cpu) => {
    const args = ['-c', `${cpu}`, process.execPath, script];
    return spawn('taskset', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  });
  const printed = Promise.all(clocks.map(({ stdout }) => text(stdout)));
  try {
    const result = await run();
    for (const { stdin } of clocks) stdin.end();
    // Nothing from a processor that this process may not use: what stands still there is not ours.
    const spans = (await printed).flatMap((json) =>
      json === '' ? [] : (JSON.parse(json) as Span[]),
    );
    return { result, pauses: merged(spans) };
  } finally {
    for (const clock of clocks) clock.kill();
  }
}
