import { describe, refuseOptions } from '../kernel/arguments.js';

/**
 * The signal of an options object such as `{ signal }`, for functions that check their arguments before
 * they begin. Throws TypeError for what is no object, or no AbortSignal.
 */
export function signalOf(options: unknown): AbortSignal | undefined {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`the options are ${describe(options)}: they have to be an object`);
  }
  if (isAbortSignal(options)) throw new TypeError('a signal is given as an option: { signal }');
  const { signal }: { signal?: unknown } = options;
  if (signal === undefined || isAbortSignal(signal)) return signal;
  throw new TypeError(`signal is ${describe(signal)}: it has to be an AbortSignal`);
}

/** The same for functions that have no other option. Throws TypeError for one that they are given. */
export function onlySignalOf(of: string, options: object): AbortSignal | undefined {
  const signal = signalOf(options);
  const { signal: _, ...others }: { signal?: unknown } = options;
  refuseOptions(of, others, 'signal');
  return signal;
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
