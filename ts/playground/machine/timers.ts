/**
 * The worker's own timers, taken before a program's replace them: what the machine itself waits with
 * is no business of the program.
 */
export const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;

/** A time that can be compared between the worker and the page: milliseconds since 1970. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
