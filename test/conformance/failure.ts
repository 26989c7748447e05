import { expect } from 'vitest';
import { GpiodError } from '../../ts/api/errors.js';

/** The GpiodError that a call has to throw. */
export function failure(call: () => unknown): GpiodError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(GpiodError);
    if (error instanceof GpiodError) return error;
  }
  throw new Error('the call was to fail, and did not');
}

/** The GpiodError that a promise has to be rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<GpiodError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GpiodError);
  return error as GpiodError;
}
