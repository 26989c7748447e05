/**
 * A WebAssembly.Memory, as far as it is needed here. The public declarations name no type of the
 * WebAssembly namespace, which TypeScript knows only together with the browser's.
 */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
}

/**
 * The linear memory of one guest, as kernels see it.
 *
 * Made before the guest exists (its imports need it) and filled in by {@link use} once the guest is
 * instantiated. Growing a WebAssembly memory detaches every view over it, so nobody keeps a view:
 * `bytes` and `view` are checked for detachment at each access, which costs one length test.
 */
export class GuestMemory {
  #memory: LinearMemory | undefined;
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  /** Binds the instantiated guest's memory. */
  use(memory: LinearMemory): void {
    this.#memory = memory;
    this.#refresh();
  }

  /** Every byte of the guest's memory. Do not store it: it dies when the memory grows. */
  get bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#refresh();
    return this.#bytes;
  }

  /** The same memory for typed access; little-endian, as wasm is. Do not store it either. */
  get view(): DataView {
    if (this.#bytes.length === 0) this.#refresh();
    return this.#view;
  }

  /** True where `length` bytes at `pointer` (unsigned) lie inside the memory. */
  contains(pointer: number, length: number): boolean {
    return pointer + length <= this.bytes.length;
  }

  #refresh(): void {
    if (this.#memory === undefined) return;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
