import type { EdgeEvent } from '../api/edge-event.js';
import { toLineValue, toUint32 } from '../api/line-settings.js';
import type { Value } from '../api/vocabulary.js';
import { describe } from '../kernel/arguments.js';

/** More would be a mistake: 8 bytes each. */
export const MAX_CAPACITY = 2 ** 24;

/** What a ring is for. */
export interface PulseRingOptions {
  /** The line whose edges make the pulses: a RequestedLine has it. */
  readonly offset: number;
  /** The line's value at rest. The first pulse begins with the first edge away from it. */
  readonly idle: Value | boolean;
  /** How many pulses it keeps, from 1 to 2^24. */
  readonly capacity: number;
}

/**
 * The newest pulses of one line, made of its edge events: how long the line stayed at one value, then
 * at the other, in turns. For programs that read events themselves, of one line or of several;
 * capturePulses() does it for all others. It only computes: it holds no line and waits for nothing.
 */
export class PulseRing {
  readonly offset: number;
  readonly idle: Value;
  readonly #lengths: Float64Array;
  #first = 0;
  #length = 0;
  #value: Value;
  #lastEdgeNs: bigint | undefined;
  #lineSeqno: number | undefined;
  #lostElsewhere = 0;
  #overwritten = 0;
  #lost = 0;

  /** Throws TypeError for options that are none. */
  constructor({ offset, idle, capacity }: PulseRingOptions) {
    toUint32('capacity', capacity);
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new TypeError(
        `capacity is ${describe(capacity)}: it has to be from 1 to ${MAX_CAPACITY}`,
      );
    }
    this.offset = toUint32('offset', offset);
    this.idle = toLineValue(idle, 'idle') as Value;
    this.#value = this.idle;
    this.#lengths = new Float64Array(capacity);
  }

  get capacity(): number {
    return this.#lengths.length;
  }

  /** How many pulses there are. */
  get length(): number {
    return this.#length;
  }

  /** The line's value during the oldest pulse, which is the opposite during the next, and so on. */
  get level(): Value {
    return this.#length % 2 === 0 ? this.#value : opposite(this.#value);
  }

  /** The line's value since the last edge. */
  get value(): Value {
    return this.#value;
  }

  /** When the pulse that is under way began; undefined at rest, before the first edge. */
  get lastEdgeNs(): bigint | undefined {
    return this.#lastEdgeNs;
  }

  /** How many pulses made room for newer ones. */
  get overwritten(): number {
    return this.#overwritten;
  }

  /**
   * How many edges are missing at least: those that the kernel dropped, by the gaps in its sequence
   * numbers, and those between two edges of the same kind. Pulses next to them are too long.
   */
  get lost(): number {
    return this.#lost;
  }

  /** Takes the next event of the request; those of other lines are passed over. */
  add(event: EdgeEvent): void {
    if (event.offset !== this.offset) {
      this.#lostElsewhere += event.lost;
      return;
    }
    const missing = this.#missingBefore(event);
    this.#lost += missing;
    const value = event.type === 'rising' ? 1 : 0;
    const begin = this.#lastEdgeNs;
    if (value === this.#value) {
      if (begin !== undefined && missing === 0) this.#lost += 1;
      return;
    }
    if (begin !== undefined) this.#push(Number(event.timestampNs - begin));
    this.#value = value;
    this.#lastEdgeNs = event.timestampNs;
  }

  /** The length of a pulse in nanoseconds, 0 being the oldest. */
  at(index: number): number | undefined {
    if (!(index >= 0 && index < this.#length)) return undefined;
    return this.#lengths[(this.#first + index) % this.capacity];
  }

  /** Takes out the oldest pulse. */
  shift(): number | undefined {
    const oldest = this.at(0);
    if (oldest !== undefined) {
      this.#first = (this.#first + 1) % this.capacity;
      this.#length -= 1;
    }
    return oldest;
  }

  /** All lengths in nanoseconds, the oldest first. */
  toArray(): number[] {
    return Array.from({ length: this.#length }, (_, index) => this.at(index) as number);
  }

  /** Forgets all pulses and counts, and waits for the next edge away from rest. */
  clear(): void {
    this.#first = 0;
    this.#length = 0;
    this.#value = this.idle;
    this.#lastEdgeNs = undefined;
    this.#overwritten = 0;
    this.#lost = 0;
  }

  #push(length: number): void {
    if (this.#length === this.capacity) {
      this.shift();
      this.#overwritten += 1;
    }
    this.#lengths[(this.#first + this.#length) % this.capacity] = length;
    this.#length += 1;
  }

  /**
   * The line's own numbers tell, but for the first event: events that were lost before it may have
   * been other lines'.
   */
  #missingBefore({ lineSeqno, lost }: EdgeEvent): number {
    const last = this.#lineSeqno;
    this.#lineSeqno = lineSeqno;
    if (last !== undefined) return (lineSeqno - last - 1) >>> 0;
    return Math.min(this.#lostElsewhere + lost, lineSeqno - 1);
  }
}

function opposite(value: Value): Value {
  return value === 1 ? 0 : 1;
}
