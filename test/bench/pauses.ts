import { spawn } from 'node:child_process';
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

/**
 * Runs something beside a process that only looks at the clock: where that one got no turn for long,
 * the machine stood still, as one that shares its processors with others does now and then.
 *
 * @param script - probes/pauses.ts as JavaScript.
 */
export async function besideClock<Result>(
  script: string,
  run: () => Promise<Result>,
): Promise<{ result: Result; pauses: readonly Span[] }> {
  const clock = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const printed = text(clock.stdout);
  try {
    const result = await run();
    clock.stdin.end();
    return { result, pauses: JSON.parse(await printed) as Span[] };
  } finally {
    clock.kill();
  }
}
