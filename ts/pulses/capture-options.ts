import { signalOf } from '../api/abort-signal.js';
import { toUint32 } from '../api/line-settings.js';
import type { Value } from '../api/vocabulary.js';
import { describe, refuseOptions } from '../kernel/arguments.js';
import { MAX_CAPACITY } from './pulse-ring.js';

/** What to capture. One of count, durationMs, quietMs and signal has to say when it ends. */
export interface CaptureOptions {
  /** The line's value at rest: the first pulse begins with the first edge away from it. */
  readonly idle: Value | boolean;
  /** Ends after so many pulses. */
  readonly count?: number | undefined;
  /** Ends after so many milliseconds. */
  readonly durationMs?: number | undefined;
  /**
   * Ends once the line has stayed as it is for so many milliseconds after an edge, by the kernel's
   * timestamps; that long pulse is not among the pulses.
   */
  readonly quietMs?: number | undefined;
  /** Ends where the first edge does not come within so many milliseconds. Default: no limit. */
  readonly timeoutMs?: number | undefined;
  /** How many pulses to keep: the newest. Default: `count`, or else 1024. */
  readonly capacity?: number | undefined;
  /** Ends it, with what has been captured until then. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called once the capture is ready: for a signal that a sensor answers to at once. No edge of the
   * answer is missed. Times count from its end.
   */
  readonly trigger?: (() => void | Promise<void>) | undefined;
}

const MAX_TIMER_MS = 0x7fff_ffff;

/** Throws TypeError that says which option is wrong, and what it may be. */
export function checkCapture(options: CaptureOptions): void {
  const signal = signalOf(options);
  const { idle: _, count, capacity, trigger, signal: __, ...times } = options;
  const { durationMs, quietMs, timeoutMs, ...others } = times;
  const known = 'idle, count, durationMs, quietMs, timeoutMs, capacity, signal, trigger';
  refuseOptions('capturePulses()', others, known);
  if ([count, durationMs, quietMs, signal].every((end) => end === undefined)) {
    throw new TypeError(
      'nothing ends this capture: give it a count, durationMs, quietMs or a signal',
    );
  }
  for (const [name, value] of Object.entries(times)) checkMilliseconds(name, value);
  if (count !== undefined && toUint32('count', count) === 0) {
    throw new TypeError('count is 0: it has to be 1 at least');
  }
  if (capacity === undefined && count !== undefined && count > MAX_CAPACITY) {
    throw new TypeError(
      `count is ${count}: give a capacity too, as no more than ${MAX_CAPACITY} pulses can be kept`,
    );
  }
  if (trigger !== undefined && typeof trigger !== 'function') {
    throw new TypeError(`trigger is ${describe(trigger)}: it has to be a function`);
  }
}

function checkMilliseconds(what: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value === 'number' && value >= 0 && value <= MAX_TIMER_MS) return;
  throw new TypeError(
    `${what} is ${describe(value)}: it has to be a number from 0 to ${MAX_TIMER_MS}`,
  );
}
