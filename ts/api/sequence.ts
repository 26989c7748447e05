import type { LineId, Value } from './vocabulary.js';

/** One step of a sequence: it sets lines, or reads some, or only waits. */
export interface Step {
  /** Outputs to set at once, by one system call. Not together with `get`. */
  readonly set?: Readonly<Record<LineId, Value | boolean>> | undefined;
  /** Lines to read at once, by one system call. Not together with `set`. */
  readonly get?: readonly LineId[] | undefined;
  /**
   * How long to wait before the next step, or after the last one, in microseconds. Fractions count, to
   * the nanosecond. Default 0; 104 days at most.
   */
  readonly waitUs?: number | undefined;
}

/** What a sequence was made into. */
export interface Program {
  /** The request that it was made for, by an object of its own. */
  readonly owner: object;
  /** As {@link Train.steps} are. */
  readonly steps: Uint8Array;
  /** Of each step that reads, in their order: which lines, by index in the request. */
  readonly gets: readonly (readonly number[])[];
}

/** The program of a sequence. */
export let programOf: (sequence: Sequence) => Program;

/**
 * Steps prepared for one request, which may be played any number of times. Made by
 * LineRequest.sequence(), in a microsecond or more for each step. It needs not be released.
 */
export class Sequence {
  /** How many steps it has. */
  readonly length: number;
  readonly #program: Program;

  static {
    programOf = (sequence) => sequence.#program;
  }

  /** @internal Made by LineRequest.sequence(). */
  constructor(program: Program, length: number) {
    this.#program = program;
    this.length = length;
  }
}
