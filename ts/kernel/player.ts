/**
 * Steps for one line request that a kernel plays by itself, one after the other, without coming back
 * to JavaScript in between. No part of the host ABI: see {@link Kernel.play}.
 */

/**
 * One step is STEP_BYTES long and little-endian (wasm/host/train.h): at STEP_BITS and STEP_MASK the two
 * members of struct gpio_v2_line_values; at STEP_WAIT how long to wait before the next step, or before
 * the end after the very last one, in nanoseconds (int64, >= 0); at STEP_ACTION one of
 * {@link StepAction} (uint32). What follows is 0.
 */
export const STEP_BYTES = 32;
export const STEP_BITS = 0;
export const STEP_MASK = 8;
export const STEP_WAIT = 16;
export const STEP_ACTION = 24;

/** What a step does before it waits: nothing, GPIO_V2_LINE_SET_VALUES_IOCTL, GPIO_V2_LINE_GET_VALUES_IOCTL. */
export const StepAction = { none: 0, set: 1, get: 2 } as const;
export type StepAction = (typeof StepAction)[keyof typeof StepAction];

/** Steps and how to play them. Whoever gives one away leaves its arrays alone until it has ended. */
export interface Train {
  /** n * STEP_BYTES, n >= 1. Copied when it starts. */
  readonly steps: Uint8Array;
  /** How often to play all steps, >= 1; Infinity: until stopped. */
  readonly rounds: number;
  /**
   * What a wait counts from. 'step': the moment the step was done, so that no wait is ever shorter than
   * asked for. 'start': the time the step should have been done at, so that delays do not add up; what
   * is late is made up for by shorter waits.
   */
  readonly waitsFrom: 'step' | 'start';
  /** Waits, or ends of waits, of up to so many nanoseconds are spent spinning instead of sleeping. */
  readonly spinNs: number;
  /**
   * To be filled in: CLOCK_MONOTONIC nanoseconds when each step had been done. As long as all rounds
   * together; undefined where nobody asks.
   */
  readonly stamps?: BigInt64Array | undefined;
  /** To be filled in: the bits read by each step that reads, in the order in which they are played. */
  readonly reads?: BigUint64Array | undefined;
}

/** How a train ended. */
export interface TrainEnd {
  /** 0, or the errno of the step that failed. */
  readonly errno: number;
  /** Steps done, over all rounds; of a failure, those before it. */
  readonly steps: number;
}

/** A train that is being played. */
export interface Playing {
  /**
   * Stops at once, at the latest when the step under way is done; nothing touches the descriptor or the
   * arrays any more when it returns. `onEnd` is called later all the same. Idempotent.
   */
  stop(): void;
}
