import type { KernelTime } from '../kernel/kernel.js';
import type { LineRequest } from './line-request.js';
import type { Value } from './vocabulary.js';

/** One line of a request, for programs that deal with it alone. */
export class RequestedLine {
  readonly request: LineRequest;
  readonly offset: number;
  readonly name: string | undefined;
  /** The time of a simulated machine, where a test advances it; undefined where it passes by itself. */
  readonly time: KernelTime | undefined;
  readonly #driven: () => number | undefined;

  /** @internal Made by LineRequest.line(). */
  constructor(
    request: LineRequest,
    offset: number,
    name: string | undefined,
    time: KernelTime | undefined,
    driven: () => number | undefined,
  ) {
    this.request = request;
    this.offset = offset;
    this.name = name;
    this.time = time;
    this.#driven = driven;
  }

  /** The logical value. Throws GpiodError. */
  get value(): Value {
    return this.request.getValue(this.offset);
  }

  /** Sets an output. Throws GpiodError, EPERM where the line is an input. */
  set value(value: Value | boolean) {
    this.request.setValue(this.offset, value);
  }

  /**
   * Sets an output to the inverse of what it was told last, whatever an open drain or a slow line reads
   * as, and returns its new value. Throws as `value` does.
   */
  toggle(): Value {
    const value = (this.#driven() ?? this.value) === 1 ? 0 : 1;
    this.value = value;
    return value;
  }
}
