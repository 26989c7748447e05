import type { Value } from './vocabulary.js';

/** What a line needs of its request. */
interface LineAccess {
  getValue(offset: number): Value;
  setValue(offset: number, value: Value | boolean): void;
}

/** One line of a request, for programs that deal with it alone. */
export class RequestedLine {
  readonly #request: LineAccess;
  readonly offset: number;
  readonly name: string | undefined;

  constructor(request: LineAccess, offset: number, name: string | undefined) {
    this.#request = request;
    this.offset = offset;
    this.name = name;
  }

  /** The logical value. Throws GpiodError. */
  get value(): Value {
    return this.#request.getValue(this.offset);
  }

  /** Sets an output. Throws GpiodError, EPERM where the line is an input. */
  set value(value: Value | boolean) {
    this.#request.setValue(this.offset, value);
  }

  /** Inverts an output and returns its new value. */
  toggle(): Value {
    const value = this.value === 1 ? 0 : 1;
    this.value = value;
    return value;
  }
}
