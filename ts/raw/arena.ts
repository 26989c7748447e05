import { errnoName } from '../kernel/errno.js';
import type { LineValue } from './generated/enums.js';
import type { CString, LineValuePtr, NullPtr, UintPtr } from './generated/types.js';
import type { RawGpiod } from './raw-gpiod.js';
import { encodeText } from './text.js';

/**
 * Guest memory and C objects that live until the end of a scope. What an arena handed out is invalid
 * after its release: C would read freed memory.
 *
 * Made by {@link RawGpiod.scope} or, where a scope has to outlive a function, {@link RawGpiod.arena}.
 */
export class Arena {
  readonly #raw: RawGpiod;
  /** What to undo, in order of creation: each pointer, then the function that takes it. */
  #undo: (number | ((pointer: number) => void))[] = [];
  #released = false;

  constructor(raw: RawGpiod) {
    this.#raw = raw;
  }

  /** `size` zeroed bytes, aligned for any C type. Throws where the guest has no memory left. */
  bytes(size: number): number {
    this.#check();
    const pointer = this.#raw.alloc(size);
    this.#undo.push(pointer, this.#raw.free);
    this.#raw.memory.bytes.fill(0, pointer, pointer + size);
    return pointer;
  }

  /** `text` as a C string. Throws TypeError where it contains a zero character. */
  string(text: string): CString {
    const encoded = encodeText(text);
    const pointer = this.bytes(encoded.length);
    this.#raw.memory.bytes.set(encoded, pointer);
    return pointer as CString;
  }

  /** An `unsigned int` array with these values, such as line offsets. */
  uints(values: readonly number[]): UintPtr {
    const pointer = this.uintsOut(values.length);
    this.#raw.writeUints(pointer, values);
    return pointer;
  }

  /** Room for `count` results of type `unsigned int`; read them with {@link RawGpiod.readUints}. */
  uintsOut(count: number): UintPtr {
    return this.bytes(count * 4) as UintPtr;
  }

  /** An `enum gpiod_line_value` array with these values. */
  lineValues(values: readonly LineValue[]): LineValuePtr {
    const pointer = this.lineValuesOut(values.length);
    this.#raw.writeLineValues(pointer, values);
    return pointer;
  }

  /** Room for `count` line values; read them with {@link RawGpiod.readLineValues}. */
  lineValuesOut(count: number): LineValuePtr {
    return this.bytes(count * 4) as LineValuePtr;
  }

  /**
   * Takes over a C object just made: `arena.own(raw.gpiod_line_config_new(), raw.gpiod_line_config_free)`.
   * Throws where it is NULL, with the guest's errno.
   */
  own<Pointer extends number>(
    pointer: Pointer | NullPtr,
    release: (pointer: Pointer) => void,
  ): Pointer {
    this.#check();
    if (pointer === 0) {
      throw new Error(`a libgpiod call returned NULL: ${errnoName(this.#raw.errno())}`);
    }
    this.#undo.push(pointer, release as (pointer: number) => void);
    return pointer as Pointer;
  }

  /** Releases everything, the newest first. May be called again: it then does nothing. */
  release(): void {
    this.#released = true;
    const undo = this.#undo;
    this.#undo = [];
    while (undo.length > 0) {
      const release = undo.pop() as (pointer: number) => void;
      release(undo.pop() as number);
    }
  }

  [Symbol.dispose](): void {
    this.release();
  }

  #check(): void {
    if (this.#released) throw new Error('this arena has been released');
  }
}
