import type { LineValue } from '../raw/generated/enums.js';
import type { LineValuePtr, UintPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import type { LineSet } from './line-set.js';
import { toLineValue } from './line-settings.js';
import type { LineId, Value } from './vocabulary.js';

const UNKNOWN = -1;
const UNNAMED = -2;
const none: number[] = [];

/**
 * The values of a request's lines on their way to C and back, through memory that is there for as long
 * as the request: a call allocates nothing but its result. It knows what outputs were told last, which
 * cannot be read back: others may hold an open drain low.
 */
export class LineValues {
  readonly #raw: RawGpiod;
  readonly #lines: LineSet;
  /** By index, UNKNOWN for those that are no outputs. */
  #driven: number[];
  /** What a call tells them, UNNAMED for those it does not name. Made at the first one. */
  #told: number[] = none;
  /** Room for all offsets, then for all values; 0 until it is needed. */
  #memory = 0;
  /** Whether the offsets there are those of all lines, in order. */
  #complete = false;

  constructor(raw: RawGpiod, lines: LineSet) {
    this.#raw = raw;
    this.#lines = lines;
    this.#driven = lines.each(UNKNOWN);
  }

  get offsetsPtr(): UintPtr {
    if (this.#memory === 0) this.#memory = this.#raw.alloc(this.#lines.numbers.length * 8);
    return this.#memory as UintPtr;
  }

  get valuesPtr(): LineValuePtr {
    return (this.offsetsPtr + this.#lines.numbers.length * 4) as LineValuePtr;
  }

  /** Puts lines to be read where C finds them. Returns how many there are; throws TypeError. */
  ask(lines: readonly LineId[]): number {
    if (!Array.isArray(lines)) throw new TypeError('lines are given as an array');
    if (lines.length > this.#lines.numbers.length) {
      throw new TypeError(
        `${lines.length} lines are asked for, but the request has ${this.#lines.numbers.length}`,
      );
    }
    let at: number = this.offsetsPtr;
    const { view } = this.#raw.memory;
    this.#complete = false;
    for (const line of lines) {
      view.setUint32(at, this.#lines.offset(line), true);
      at += 4;
    }
    return lines.length;
  }

  /** What C has read of so many lines. */
  read(count: number): Value[] {
    return this.#raw.readLineValues(this.valuesPtr, count) as Value[];
  }

  /** Puts values to be set where C finds them. Returns how many there are; throws TypeError. */
  tell(values: Readonly<Record<LineId, unknown>>): number {
    const { valuesPtr } = this;
    const { view } = this.#raw.memory;
    const offsets = this.#lines.numbers;
    if (this.#told === none) this.#told = this.#lines.each(UNNAMED);
    const told = this.#told;
    let count = 0;
    // Where all lines are given by offset, the usual case, no offset becomes a string.
    for (let index = 0; index < told.length; index++) {
      const value = values[offsets[index] as number];
      if (value === undefined) {
        told[index] = UNNAMED;
        continue;
      }
      const code = toLineValue(value);
      told[index] = code;
      view.setInt32(valuesPtr + index * 4, code, true);
      count++;
    }
    const byOffset = count === Object.values(values).length;
    if (byOffset && count === told.length && this.#complete) return count;
    if (byOffset) return this.#compact();
    const lines = Object.entries(values);
    for (const [line, value] of lines) told[this.#lines.index(line)] = toLineValue(value);
    count = this.#compact();
    if (count === lines.length) return count;
    throw new TypeError('a line is set twice, by its offset and by its name');
  }

  /**
   * Notes what {@link tell} prepared, and prepares what was noted before: done again, it is undone. To be
   * called before the kernel is: on a simulated machine a listener may set lines in the middle of that
   * call, which then are newer.
   */
  exchange(): void {
    const told = this.#told;
    const driven = this.#driven;
    if (this.#complete) {
      this.#driven = told;
      this.#told = driven;
      return;
    }
    for (let index = 0; index < told.length; index++) {
      const code = told[index] as number;
      if (code === UNNAMED) continue;
      told[index] = driven[index] as number;
      driven[index] = code;
    }
  }

  /** Returns what takes back all that is noted from now on. */
  snapshot(): () => void {
    const driven = this.#driven.slice();
    return () => {
      this.#driven = driven;
    };
  }

  /** What an output was told last. */
  driven(index: number): LineValue | undefined {
    const code = this.#driven[index];
    return code === UNKNOWN ? undefined : (code as LineValue);
  }

  /** Notes what a line was told in another way; undefined where it is no output any more. */
  drive(index: number, code: LineValue | undefined): void {
    this.#driven[index] = code ?? UNKNOWN;
  }

  free(): void {
    this.#raw.free(this.#memory);
  }

  /** Writes the lines that are told something, one after the other. */
  #compact(): number {
    const { offsetsPtr, valuesPtr } = this;
    const { view } = this.#raw.memory;
    const told = this.#told;
    let count = 0;
    for (let index = 0; index < told.length; index++) {
      const code = told[index] as number;
      if (code === UNNAMED) continue;
      view.setUint32(offsetsPtr + count * 4, this.#lines.numbers[index] as number, true);
      view.setInt32(valuesPtr + count * 4, code, true);
      count++;
    }
    this.#complete = count === told.length;
    return count;
  }
}
