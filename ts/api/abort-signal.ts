import { describe } from './vocabulary.js';

/**
 * The signal of an options object such as `{ signal }`, for functions that check their arguments before
 * they begin. Throws TypeError for what is no object, or no AbortSignal.
 */
export function signalOf(options: unknown): AbortSignal | undefined {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`the options are ${describe(options)}: they have to be an object`);
  }
  const { signal }: { signal?: unknown } = options;
  if (signal === undefined || isAbortSignal(signal)) return signal;
  throw new TypeError(`signal is ${describe(signal)}: it has to be an AbortSignal`);
}

/** By what it can do: a page, a worker or a test library may have a class of its own. */
function isAbortSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    'addEventListener' in value &&
    'removeEventListener' in value
  );
}
