import { describe, refuseOptions } from '../kernel/arguments.js';
import { STEP_BYTES, type Train } from '../kernel/player.js';
import { signalOf } from './abort-signal.js';
import type { Program } from './sequence.js';
import type { Value } from './vocabulary.js';

/** How to play steps. */
export interface PlaySyncOptions {
  /** How often to play them all. Default 1. */
  readonly repeat?: number | undefined;
  /**
   * What a wait counts from. 'step', the default: the moment the step was done, so that no wait is ever
   * shorter than asked for. 'start': the time the step should have been done at, so that delays do not
   * add up; what is late is made up for by shorter waits.
   */
  readonly waitsFrom?: 'step' | 'start' | undefined;
  /**
   * Waits, or ends of waits, of up to so many microseconds are spent spinning, for precision, instead of
   * sleeping. Default 100; 0 spares the processor.
   */
  readonly spinUs?: number | undefined;
  /** Whether to note when each step had been done. Default false. */
  readonly timestamps?: boolean | undefined;
}

/** How to play steps without blocking. */
export interface PlayOptions extends PlaySyncOptions {
  /** Infinity: until aborted, without timestamps and steps that read. Default 1. */
  readonly repeat?: number | undefined;
  /** Ends it after the step under way. The lines stay as that one left them. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of playing. */
export interface PlayResult {
  /** How many steps were done, over all rounds. */
  readonly steps: number;
  /** When each step had been done, in nanoseconds of CLOCK_MONOTONIC, where asked for. */
  readonly timestampsNs?: BigInt64Array;
  /**
   * What each step has read that reads, over all rounds: values in the order of its lines. They are
   * unpacked in the end, on this thread: a million readings take a third of a second or longer.
   */
  readonly values: Value[][];
}

/** Options checked. */
export interface CheckedPlay {
  readonly train: Train;
  readonly signal: AbortSignal | undefined;
}

/** Timestamps, and values that were read: 32 MB. */
const MAX_RECORDS = 2 ** 22;
const MAX_SPIN_US = 1_000_000;
const NS_PER_US = 1000;

/** Throws TypeError that says which option, and what it may be; RangeError for too many records. */
export function checkPlay(program: Program, options: unknown, sync: boolean): CheckedPlay {
  const signal = signalOf(options);
  const { repeat, waitsFrom, spinUs, timestamps, signal: _, ...others } = options as PlayOptions;
  const known = 'repeat, waitsFrom, spinUs, timestamps';
  if (!sync) refuseOptions('play()', others, `${known}, signal`);
  else refuseOptions('playSync()', signal === undefined ? others : { signal }, known);
  if (timestamps !== undefined && typeof timestamps !== 'boolean') {
    throw new TypeError(`timestamps is ${describe(timestamps)}: it has to be true or false`);
  }
  if (waitsFrom !== undefined && waitsFrom !== 'step' && waitsFrom !== 'start') {
    throw new TypeError(`waitsFrom is ${describe(waitsFrom)}: it has to be 'step' or 'start'`);
  }
  const rounds = checkRepeat(repeat, sync);
  const stamps = timestamps === true ? rounds * (program.steps.length / STEP_BYTES) : 0;
  const reads = program.gets.length * rounds;
  if (rounds === Infinity && stamps + program.gets.length > 0) {
    throw new TypeError(
      'what is repeated without end leaves neither timestamps nor values read: give a number to repeat, ' +
        'or leave out timestamps and steps with get',
    );
  }
  if (Math.max(stamps, reads || 0) > MAX_RECORDS) {
    throw new RangeError(
      `this leaves ${Math.max(stamps, reads)} timestamps or values, and there is room for ` +
        `${MAX_RECORDS}: play less at a time`,
    );
  }
  return {
    signal,
    train: {
      steps: program.steps,
      rounds,
      waitsFrom: waitsFrom ?? 'step',
      spinNs: checkSpin(spinUs),
      stamps: stamps > 0 ? new BigInt64Array(stamps) : undefined,
      reads: reads > 0 ? new BigUint64Array(reads) : undefined,
    },
  };
}

function checkRepeat(repeat: unknown, sync: boolean): number {
  if (repeat === undefined) return 1;
  if (typeof repeat === 'number' && repeat >= 1) {
    if (Number.isSafeInteger(repeat) || (repeat === Infinity && !sync)) return repeat;
  }
  const number = 'it has to be a whole number from 1';
  throw new TypeError(`repeat is ${describe(repeat)}: ${number}${sync ? '' : ', or Infinity'}`);
}

function checkSpin(spinUs: unknown = 100): number {
  if (typeof spinUs === 'number' && spinUs >= 0 && spinUs <= MAX_SPIN_US) {
    return Math.round(spinUs * NS_PER_US);
  }
  throw new TypeError(
    `spinUs is ${describe(spinUs)}: it has to be a number of microseconds from 0 to ${MAX_SPIN_US}`,
  );
}
