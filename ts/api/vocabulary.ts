import { describe } from '../kernel/arguments.js';
import { nearest } from '../kernel/nearest.js';
import { LineBias, LineClock, LineDirection, LineDrive, LineEdge } from '../raw/generated/enums.js';

/** A logical line value: 0 is inactive, 1 is active. */
export type Value = 0 | 1;

/** A line by offset or by name. A string of digits is an offset. */
export type LineId = number | string;

const directions = {
  'as-is': LineDirection.AS_IS,
  input: LineDirection.INPUT,
  output: LineDirection.OUTPUT,
} as const;

const edges = {
  none: LineEdge.NONE,
  rising: LineEdge.RISING,
  falling: LineEdge.FALLING,
  both: LineEdge.BOTH,
} as const;

const requestBiases = {
  'as-is': LineBias.AS_IS,
  disabled: LineBias.DISABLED,
  'pull-up': LineBias.PULL_UP,
  'pull-down': LineBias.PULL_DOWN,
} as const;

/** A line may be in a state that nobody can ask for. */
const biases = { ...requestBiases, unknown: LineBias.UNKNOWN } as const;

const drives = {
  'push-pull': LineDrive.PUSH_PULL,
  'open-drain': LineDrive.OPEN_DRAIN,
  'open-source': LineDrive.OPEN_SOURCE,
} as const;

const clocks = {
  monotonic: LineClock.MONOTONIC,
  realtime: LineClock.REALTIME,
  hte: LineClock.HTE,
} as const;

/** The words of this API for one C enum, both ways. */
export class Words<Word extends string, Code extends number> {
  readonly #what: string;
  readonly #codes: Readonly<Record<Word, Code>>;

  constructor(what: string, codes: Readonly<Record<Word, Code>>) {
    this.#what = what;
    this.#codes = codes;
  }

  /** Throws TypeError for anything but one of the words. */
  code(word: unknown): Code {
    if (typeof word === 'string' && Object.hasOwn(this.#codes, word)) {
      return this.#codes[word as Word];
    }
    const words = Object.keys(this.#codes);
    const guess = typeof word === 'string' ? nearest(word, words)[0] : undefined;
    const meant = guess === undefined ? '' : ` Did you mean '${guess}'?`;
    throw new TypeError(
      `${this.#what} is ${describe(word)}: it has to be ${words.map((w) => `'${w}'`).join(', ')}.${meant}`,
    );
  }

  word(code: number): Word {
    const codes = this.#codes;
    for (const word in codes) if (codes[word] === code) return word;
    throw new Error(`libgpiod gave an unknown ${this.#what}: ${code}`);
  }
}

export const directionWords = new Words('direction', directions);
export const edgeWords = new Words('edge', edges);
export const biasWords = new Words('bias', biases);
export const requestBiasWords = new Words('bias', requestBiases);
export const driveWords = new Words('drive', drives);
export const clockWords = new Words('eventClock', clocks);

export type Direction = keyof typeof directions;
export type Edge = keyof typeof edges;
export type Bias = keyof typeof biases;
export type Drive = keyof typeof drives;
export type EventClock = keyof typeof clocks;
