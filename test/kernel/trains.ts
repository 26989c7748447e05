import {
  STEP_ACTION,
  STEP_BYTES,
  STEP_MASK,
  STEP_WAIT,
  StepAction,
  type Train,
} from '../../ts/kernel/player.js';

export const HOUR = 3_600_000_000_000n;
const none = StepAction.none as number;

/** Steps of `[wait, action]`, for a descriptor on which only those that do nothing succeed. */
export function stepsOf(
  ...steps: readonly (readonly [wait: bigint, action?: number])[]
): Uint8Array {
  const view = new DataView(new ArrayBuffer(STEP_BYTES * steps.length));
  for (const [index, [wait, action = none]] of steps.entries()) {
    const at = STEP_BYTES * index;
    view.setBigUint64(at + STEP_MASK, 1n, true);
    view.setBigInt64(at + STEP_WAIT, wait, true);
    view.setUint32(at + STEP_ACTION, action, true);
  }
  return new Uint8Array(view.buffer);
}

export const idle: Train = { steps: stepsOf([0n]), rounds: 1, waitsFrom: 'step', spinNs: 0 };
export const endless: Train = { ...idle, steps: stepsOf([HOUR]), rounds: Number.POSITIVE_INFINITY };
