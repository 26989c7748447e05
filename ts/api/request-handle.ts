import type { LineRequestPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import type { Held } from './backstop.js';
import type { EdgeEventReader } from './edge-event.js';
import type { LineValues } from './line-values.js';

/** What one request holds in the guest, apart from the request itself: for the backstop to free. */
export class RequestHandle implements Held {
  /** Made at the first read. */
  reader: EdgeEventReader | undefined;
  readonly #raw: RawGpiod;
  readonly #pointer: LineRequestPtr;
  readonly #values: LineValues;
  readonly #chipName: string;

  constructor(raw: RawGpiod, pointer: LineRequestPtr, values: LineValues, chipName: string) {
    this.#raw = raw;
    this.#pointer = pointer;
    this.#values = values;
    this.#chipName = chipName;
  }

  get what(): string {
    return `A line request of ${this.#chipName}`;
  }

  /** gpiod_line_request_release(), and all that was allocated for it. Once. */
  free(): void {
    this.reader?.free();
    this.#values.free();
    this.#raw.gpiod_line_request_release(this.#pointer);
  }
}
