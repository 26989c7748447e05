import { describe } from '../kernel/arguments.js';
import { nearest } from '../kernel/nearest.js';
import type { LineId } from './vocabulary.js';

/** The lines of one request, found by offset or name in constant time. */
export class LineSet {
  /**
   * Offsets, in the order of the request. Not for users, for whom they would have to be frozen: such an
   * array takes three times as long to walk through, and a typed one takes longer from the moment on when
   * any memory of the process is detached, as by growing.
   */
  readonly numbers: readonly number[];
  readonly #nameOf: ReadonlyMap<number, string | undefined>;
  /** Made at the first search: many requests have but one line, which is found without. */
  #indexOf: ReadonlyMap<LineId, number> | undefined;

  /**
   * @param offsets - in the order of the request.
   * @param nameOf - the names of these lines and maybe of others, by offset.
   */
  constructor(offsets: readonly number[], nameOf: ReadonlyMap<number, string | undefined>) {
    this.#nameOf = nameOf;
    this.numbers = offsets;
  }

  /** One number for each line. */
  each(number: number): number[] {
    return this.numbers.map(() => number);
  }

  #index(): ReadonlyMap<LineId, number> {
    const indexOf = new Map<LineId, number>();
    this.numbers.forEach((offset, index) => {
      const name = this.#nameOf.get(offset);
      if (name !== undefined && !indexOf.has(name)) indexOf.set(name, index);
    });
    // A string of digits is an offset, whatever names there are.
    for (const name of indexOf.keys()) if (/^\d+$/.test(String(name))) indexOf.delete(name);
    this.numbers.forEach((offset, index) => {
      indexOf.set(offset, index).set(String(offset), index);
    });
    return indexOf;
  }

  /** A line's place in the request. Throws TypeError for a line that is not in it. */
  index(line: LineId): number {
    if (line === this.numbers[0]) return 0;
    this.#indexOf ??= this.#index();
    const index = this.#indexOf.get(line);
    if (index !== undefined) return index;
    // '017' is the offset 17, too.
    if (typeof line === 'string' && /^0+\d+$/.test(line)) return this.index(Number(line));
    if (typeof line !== 'string' && typeof line !== 'number') {
      throw new TypeError(`the line is ${describe(line)}: it has to be an offset or a name`);
    }
    const guesses = typeof line === 'string' ? nearest(line, this.#names()) : [];
    const meant = guesses.length === 0 ? '' : ` Did you mean ${guesses.join(' or ')}?`;
    throw new TypeError(
      `line ${line} is not in this request, which holds ${this.titles(this.numbers)}.${meant}`,
    );
  }

  /** A line's offset. Throws TypeError for a line that is not in the request. */
  offset(line: LineId): number {
    return this.numbers[this.index(line)] as number;
  }

  name(offset: number): string | undefined {
    return this.#nameOf.get(offset);
  }

  /** Lines for messages: '17 (GPIO17), 5'. */
  titles(offsets: readonly number[]): string {
    const titles = offsets.map((offset) => {
      const name = this.name(offset);
      return name === undefined ? `${offset}` : `${offset} (${name})`;
    });
    return titles.join(', ');
  }

  #names(): string[] {
    return this.numbers.map((offset) => this.name(offset)).filter((name) => name !== undefined);
  }
}
