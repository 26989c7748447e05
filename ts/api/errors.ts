import { ERRNO, errnoName } from '../kernel/errno.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';

/** What a failure is made of. */
export interface Failure {
  /** Linux errno, positive. */
  readonly errno: number;
  /** The upstream function that failed, such as `gpiod_chip_open`. */
  readonly operation: string;
  /** What could not be done, and why where that is known. */
  readonly message: string;
  /** What the user can do about it. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * A libgpiod call that failed. `instanceof` knows those of the package's other copy, too: where some
 * modules import it and others require it, there are two.
 */
export class GpiodError extends Error {
  static override [Symbol.hasInstance](value: unknown): value is GpiodError {
    return value instanceof Error && value.name === 'GpiodError' && 'operation' in value;
  }

  override readonly name = 'GpiodError';
  /** The errno's name, such as 'EBUSY'. */
  readonly code: string;
  /** The errno as Linux numbers it, positive. */
  readonly errno: number;
  /** The upstream function that failed. */
  readonly operation: string;
  /** What can be done about it, where something is known to help. */
  declare readonly hint?: string;

  constructor(failure: Failure) {
    const code = errnoName(failure.errno);
    super(
      `${failure.message} (${code} from ${failure.operation})`,
      failure.cause === undefined ? undefined : { cause: failure.cause },
    );
    this.code = code;
    this.errno = failure.errno;
    this.operation = failure.operation;
    if (failure.hint !== undefined) this.hint = failure.hint;
  }
}

/** What an aborted wait or stream ends with: `name` is 'AbortError', `cause` the signal's reason. */
export class AbortError extends Error {
  override readonly name = 'AbortError';
  readonly code = 'ABORT_ERR';

  constructor(signal: AbortSignal) {
    super('The operation was aborted', { cause: signal.reason });
  }
}

/** For calls on a chip or request that is no longer open. Nothing of the guest has been touched. */
export function releasedError(operation: string, what: string): GpiodError {
  return new GpiodError({
    errno: ERRNO.EBADF,
    operation,
    message: `${what}, and cannot be used any more`,
    hint: 'Keep it open for as long as it is used: release() and close(), or the end of a `using` block, are final.',
  });
}

/** What helps, by errno. */
type Hints = Readonly<Record<number, string>>;

/** For requests of a chip that is no longer there. */
export const goneHint: Hints = {
  [ERRNO.ENODEV]:
    'The chip has been unplugged, or a sandbox has taken the line back: release the request.',
};

/** The error of the call that just failed; to be made before any other call changes errno. */
export function lastError(
  raw: RawGpiod,
  operation: string,
  message: string,
  hints: Hints = {},
): GpiodError {
  const errno = raw.errno();
  return new GpiodError({ errno, operation, message, hint: hints[errno] });
}

/** The error of reading or setting lines. */
export function valuesError(operation: string, message: string, errno: number): GpiodError {
  const hints: Hints = {
    ...goneHint,
    [ERRNO.EINVAL]: 'Name one line at least, as in { 17: 1 } or [17].',
    [ERRNO.EPERM]: "Only outputs can be set: reconfigure the line with direction: 'output'.",
  };
  return new GpiodError({ errno, operation, message, hint: hints[errno] });
}
