import { describe } from '../kernel/arguments.js';
import {
  STEP_ACTION,
  STEP_BITS,
  STEP_BYTES,
  STEP_MASK,
  STEP_WAIT,
  StepAction,
} from '../kernel/player.js';
import type { LineValue } from '../raw/generated/enums.js';
import type { LineRequestPtr } from '../raw/generated/types.js';
import type { RawGpiod } from '../raw/raw-gpiod.js';
import { lastError } from './errors.js';
import type { LineSet } from './line-set.js';
import { checkByLine, toLineValue } from './line-settings.js';
import type { LineValues } from './line-values.js';
import { type Program, Sequence, type Step } from './sequence.js';
import type { LineId, Value } from './vocabulary.js';

const MAX_STEPS = 2 ** 20;
const NS_PER_US = 1000;
const MAX_WAIT_US = Math.floor(Number.MAX_SAFE_INTEGER / NS_PER_US);
const VALUES_BYTES = 16;

/** The two halves of 64 bits. */
interface Bits {
  readonly low: number;
  readonly high: number;
}

/**
 * Makes steps of one request into what a kernel plays. Which bit is whose is upstream's business: each
 * step goes through upstream's own functions, which leave their ioctl's struct here instead of making
 * the call (RawGpiod.capture).
 */
export class StepCompiler {
  readonly #raw: RawGpiod;
  readonly #pointer: LineRequestPtr;
  readonly #lines: LineSet;
  readonly #values: LineValues;
  /** Of each line, by index. */
  readonly #masks: readonly Bits[];

  constructor(raw: RawGpiod, pointer: LineRequestPtr, lines: LineSet, values: LineValues) {
    this.#raw = raw;
    this.#pointer = pointer;
    this.#lines = lines;
    this.#values = values;
    const one = new Uint8Array(VALUES_BYTES);
    const view = new DataView(one.buffer);
    this.#masks = raw.scope((arena) => {
      const struct = arena.bytes(VALUES_BYTES);
      return lines.numbers.map((offset) => {
        this.#capture(struct, StepAction.get, values.ask([offset]));
        one.set(raw.memory.bytes.subarray(struct, struct + VALUES_BYTES));
        return { low: view.getUint32(STEP_MASK, true), high: view.getUint32(STEP_MASK + 4, true) };
      });
    });
  }

  /** Throws TypeError that says which step is wrong, and how. */
  compile(steps: readonly Step[]): Sequence {
    if (!Array.isArray(steps) || steps.length === 0) {
      throw new TypeError('a sequence is an array of steps: [{ set: { 17: 1 }, waitUs: 500 }, …]');
    }
    if (steps.length > MAX_STEPS) {
      throw new RangeError(
        `${steps.length} steps are too many: a sequence has ${MAX_STEPS} at most`,
      );
    }
    const bytes = new Uint8Array(steps.length * STEP_BYTES);
    const gets: number[][] = [];
    this.#raw.scope((arena) => {
      const struct = arena.bytes(VALUES_BYTES);
      // forEach() would pass over what a list like [a, , b] lacks.
      for (const [index, step] of steps.entries()) {
        const target = bytes.subarray(index * STEP_BYTES, (index + 1) * STEP_BYTES);
        try {
          this.#step(step, target, struct, gets);
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          throw new TypeError(`step ${index}: ${error.message}`, { cause: error });
        }
      }
    });
    return new Sequence({ owner: this, steps: bytes, gets }, steps.length);
  }

  /** Throws TypeError for another request's. */
  own(program: Program): Program {
    if (program.owner === this) return program;
    throw new TypeError(
      'this sequence belongs to another request: make one by sequence() of this one',
    );
  }

  /** What each get of a played train has read. */
  readings(program: Program, reads: BigUint64Array): Value[][] {
    const words = new Uint32Array(reads.buffer, reads.byteOffset, reads.length * 2);
    const masks = this.#masks;
    return Array.from(reads, (_, i) => {
      const low = words[i * 2] as number;
      const high = words[i * 2 + 1] as number;
      const asked = program.gets[i % program.gets.length] as readonly number[];
      return asked.map((index) => {
        const mask = masks[index] as Bits;
        return ((low & mask.low) | (high & mask.high)) === 0 ? 0 : 1;
      });
    });
  }

  /** Notes what the lines were told last by the first `done` steps of a train. */
  told(program: Program, done: number): void {
    const view = new DataView(program.steps.buffer);
    const length = program.steps.length / STEP_BYTES;
    const masks = this.#masks;
    /** Of the lines whose last value is not known yet: one look at a step, however many they are. */
    let low = 0;
    let high = 0;
    for (const mask of masks) {
      low |= mask.low;
      high |= mask.high;
    }
    const first = Math.max(0, done - length);
    for (let step = done - 1; step >= first && (low | high) !== 0; step -= 1) {
      const at = (step % length) * STEP_BYTES;
      if (view.getUint32(at + STEP_ACTION, true) !== StepAction.set) continue;
      if (!overlap(view, at + STEP_MASK, { low, high })) continue;
      for (const [index, mask] of masks.entries()) {
        if (((low & mask.low) | (high & mask.high)) === 0) continue;
        if (!overlap(view, at + STEP_MASK, mask)) continue;
        this.#values.drive(index, (overlap(view, at + STEP_BITS, mask) ? 1 : 0) as LineValue);
        low &= ~mask.low;
        high &= ~mask.high;
      }
    }
  }

  /** The lines that a step sets or reads, for messages. */
  titles({ steps }: Program, step: number): string {
    const view = new DataView(steps.buffer);
    const at = step * STEP_BYTES + STEP_MASK;
    const named = (_: number, i: number): boolean => overlap(view, at, this.#masks[i] as Bits);
    const offsets = this.#lines.numbers.filter(named);
    return `line${offsets.length === 1 ? '' : 's'} ${this.#lines.titles(offsets)}`;
  }

  #step(step: unknown, target: Uint8Array, struct: number, gets: number[][]): void {
    if (typeof step !== 'object' || step === null || Array.isArray(step)) {
      throw new TypeError(`it is ${describe(step)}, and has to be an object`);
    }
    const { set, get, waitUs, ...others } = step as Step;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) {
      throw new TypeError(`there is no '${unknown}': a step has set, get, waitUs`);
    }
    if (set !== undefined && get !== undefined) {
      throw new TypeError('it sets and reads: make two steps of it');
    }
    if (set === undefined && get === undefined && waitUs === undefined) {
      throw new TypeError('it does nothing: a step has set, get or waitUs');
    }
    const view = new DataView(target.buffer, target.byteOffset, STEP_BYTES);
    view.setBigInt64(STEP_WAIT, waitNs(waitUs), true);
    if (set !== undefined) {
      checkByLine(set, 'values');
      for (const [line, value] of Object.entries(set)) toLineValue(value, `line ${line}'s value`);
      const count = this.#values.tell(set);
      if (count === 0) throw new TypeError('it sets no line');
      this.#fill(target, view, struct, StepAction.set, count);
    } else if (get !== undefined) {
      const count = this.#values.ask(get);
      if (count === 0) throw new TypeError('it reads no line');
      gets.push(get.map((line: LineId) => this.#lines.index(line)));
      this.#fill(target, view, struct, StepAction.get, count);
    }
  }

  #fill(
    target: Uint8Array,
    view: DataView,
    struct: number,
    action: StepAction,
    count: number,
  ): void {
    this.#capture(struct, action, count);
    target.set(this.#raw.memory.bytes.subarray(struct, struct + VALUES_BYTES), STEP_BITS);
    view.setUint32(STEP_ACTION, action, true);
  }

  /** Leaves at `struct` what upstream makes of the lines and values that LineValues holds. */
  #capture(struct: number, action: StepAction, count: number): void {
    const raw = this.#raw;
    const { offsetsPtr, valuesPtr } = this.#values;
    const get = action === StepAction.get;
    const name = `gpiod_line_request_${get ? 'get' : 'set'}_values_subset` as const;
    raw.capture(struct);
    const result = raw[name](this.#pointer, count, offsetsPtr, valuesPtr);
    raw.capture(0);
    if (result < 0) throw lastError(raw, name, 'cannot prepare a step');
  }
}

/** Whether 64 bits have one in common with a mask. */
function overlap(view: DataView, at: number, { low, high }: Bits): boolean {
  return (view.getUint32(at, true) & low) !== 0 || (view.getUint32(at + 4, true) & high) !== 0;
}

function waitNs(waitUs: unknown): bigint {
  if (waitUs === undefined) return 0n;
  if (typeof waitUs === 'number' && waitUs >= 0 && waitUs <= MAX_WAIT_US) {
    return BigInt(Math.round(waitUs * NS_PER_US));
  }
  throw new TypeError(
    `waitUs is ${describe(waitUs)}: it has to be a number of microseconds from 0 to ${MAX_WAIT_US}`,
  );
}
