/**
 * Events that wait to be read, as the bytes that user space gets. As the kernel's kfifo, it holds a
 * power of two of them.
 */
export class EventFifo {
  readonly capacity: number;
  readonly #size: number;
  readonly #bytes: Uint8Array;
  /** The slots' bytes, to write an event to at the offset that {@link put} returns. */
  readonly view: DataView;
  #in = 0;
  #out = 0;

  /** @param capacity - rounded up to a power of two. @param size - of one event in bytes. */
  constructor(capacity: number, size: number) {
    this.capacity = 2 ** Math.ceil(Math.log2(capacity));
    this.#size = size;
    this.#bytes = new Uint8Array(this.capacity * size);
    this.view = new DataView(this.#bytes.buffer);
  }

  get isEmpty(): boolean {
    return this.#in === this.#out;
  }

  get isFull(): boolean {
    return this.#in - this.#out === this.capacity;
  }

  #slot(index: number): number {
    return (index & (this.capacity - 1)) * this.#size;
  }

  /** Adds an event of zeros, to be filled in. Must not be full. */
  put(): number {
    const at = this.#slot(this.#in);
    this.#in += 1;
    this.#bytes.fill(0, at, at + this.#size);
    return at;
  }

  /** Drops the oldest event. Must not be empty. */
  skip(): void {
    this.#out += 1;
  }

  /** Moves as many whole events as fit into `bytes` from `at` to `end`. Returns the bytes moved. */
  read(bytes: Uint8Array, at: number, end: number): number {
    let to = at;
    while (!this.isEmpty && to + this.#size <= end) {
      const from = this.#slot(this.#out);
      bytes.set(this.#bytes.subarray(from, from + this.#size), to);
      this.#out += 1;
      to += this.#size;
    }
    return to - at;
  }
}
