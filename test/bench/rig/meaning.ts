import { isDeepStrictEqual } from 'node:util';
import type { Read } from '../contestants/serve.js';

export type Level = 0 | 1;

/** Chips as they are seen from outside, by nobody who took part in what was done to them. */
export interface Chips {
  /** Drives a line. */
  pull(chip: number, offset: number, level: Level): void;
  /** Waits until the kernel has dealt with what was pulled: edges in quick succession are one to it. */
  settle(): Promise<void>;
  /** What a line carries. */
  level(chip: number, offset: number): Level;
  /** The lines that the contestant holds. */
  held(chip: number): number[];
  /** The GPIO ioctls since the last time: the name and, for values, the bits. */
  ioctls(): string[];
}

/** A contestant that has done nothing yet. */
export interface Runner {
  run(loop: string, count: number): Promise<{ readonly read: Read }>;
}

/** What a loop did when it was looked at. */
export interface Outcome {
  /** What it should not have done, in words. */
  readonly differences: readonly string[];
  /** Its ioctls once it was ready. */
  readonly ioctls: readonly string[];
}

const all = Array.from({ length: 64 }, (_, offset) => offset);

function bitsOf(levels: readonly Level[]): string {
  return levels.reduce((bits, level, i) => bits | (BigInt(level) << BigInt(i)), 0n).toString(16);
}

/** Long lists by their length and how they begin. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  if (!Array.isArray(value) || text.length <= 200) return text;
  return `${value.length} of ${text.slice(0, 200)}…`;
}

/** One loop under observation. */
class Trial {
  readonly differences: string[] = [];
  readonly ioctls: string[] = [];
  readonly chips: Chips;
  readonly #loop: string;
  readonly #runner: Runner;

  constructor(loop: string, runner: Runner, chips: Chips) {
    this.chips = chips;
    this.#loop = loop;
    this.#runner = runner;
  }

  expect(what: string, actual: unknown, wanted: unknown): void {
    if (isDeepStrictEqual(actual, wanted)) return;
    this.differences.push(`${what}: ${shown(actual)}, not ${shown(wanted)}`);
  }

  /** What the loop needs to be ready is not counted, nor are so many first calls. */
  async prepare(calls = 0): Promise<void> {
    await this.#runner.run(this.#loop, calls);
    this.chips.ioctls();
  }

  /** Has the loop make so many calls. */
  async run(count: number): Promise<{ read: Read; ioctls: string[] }> {
    const { read } = await this.#runner.run(this.#loop, count);
    const ioctls = this.chips.ioctls();
    this.ioctls.push(...ioctls);
    return { read, ioctls };
  }
}

type Meaning = (trial: Trial) => Promise<void>;

const repeated = (ioctl: string, count: number): string[] => Array<string>(count).fill(ioctl);

function getsOne(chip: number, offset: number): Meaning {
  return async (trial) => {
    await trial.prepare();
    for (const level of [1, 0, 1] as const) {
      // What its neighbours carry tells it from them.
      for (const other of [offset - 1, offset + 1]) {
        trial.chips.pull(chip, other, level === 1 ? 0 : 1);
      }
      trial.chips.pull(chip, offset, level);
      const { read, ioctls } = await trial.run(3);
      trial.expect(`the value read of a line pulled to ${level}`, read, [level]);
      trial.expect('ioctls of 3 calls', ioctls, repeated(`get ${level}`, 3));
    }
  };
}

/** So many calls, which set 0 first and 1 next. */
async function toggles(trial: Trial, count: number): Promise<void> {
  const { ioctls } = await trial.run(count);
  const sets = Array.from({ length: count }, (_, i) => `set ${i & 1}`);
  trial.expect(`ioctls of ${count} calls`, ioctls, sets);
  trial.expect(`the level after ${count} calls`, trial.chips.level(0, 5), (count - 1) & 1);
}

const setsOne: Meaning = async (trial) => {
  await trial.prepare();
  trial.expect('the lines held', trial.chips.held(0), [5]);
  for (const count of [2, 1, 4]) await toggles(trial, count);
};

const plays: Meaning = async (trial) => {
  await trial.prepare();
  trial.expect('the lines held', trial.chips.held(0), [5]);
  await toggles(trial, 1000);
};

const getsAll: Meaning = async (trial) => {
  await trial.prepare();
  const uneven = all.map((offset) => Number((offset * 7) % 5 < 2) as Level);
  for (const levels of [uneven, uneven.map((level) => (1 - level) as Level)]) {
    for (const [offset, level] of levels.entries()) trial.chips.pull(0, offset, level);
    const { read, ioctls } = await trial.run(2);
    trial.expect('the values read', read, levels);
    trial.expect('ioctls of 2 calls', ioctls, repeated(`get ${bitsOf(levels)}`, 2));
  }
};

const setsAll: Meaning = async (trial) => {
  await trial.prepare();
  trial.expect('the lines held', trial.chips.held(0), all);
  const patterns = [0, 1].map((low) => all.map((offset) => ((offset + low) & 1) as Level));
  for (const count of [2, 1]) {
    const { ioctls } = await trial.run(count);
    const sets = patterns.slice(0, count).map((levels) => `set ${bitsOf(levels)}`);
    trial.expect(`ioctls of ${count} calls`, ioctls, sets);
    const levels = all.map((offset) => trial.chips.level(0, offset));
    trial.expect(`the levels after ${count} calls`, levels, patterns[count - 1]);
  }
};

const edges: readonly (readonly [offset: number, level: Level])[] = [
  ...([3, 60, 0, 17, 63].map((offset) => [offset, 1]) as [number, Level][]),
  ...([60, 3, 63].map((offset) => [offset, 0]) as [number, Level][]),
  ...([3, 60].map((offset) => [offset, 1]) as [number, Level][]),
];

const readsEvents: Meaning = async (trial) => {
  for (const [offset] of edges) trial.chips.pull(3, offset, 0);
  await trial.prepare();
  trial.expect('the lines held', trial.chips.held(3), all);
  const wanted: Read[] = [];
  for (const [i, [offset, level]] of edges.entries()) {
    trial.chips.pull(3, offset, level);
    await trial.chips.settle();
    const before = edges.slice(0, i).filter((edge) => edge[0] === offset).length;
    wanted.push([offset, level, i + 1, before + 1]);
  }
  // How many come at once is the kernel's business.
  const events: Read[] = [];
  while (events.length < wanted.length) {
    const { read } = await trial.run(1);
    if (read.length === 0) break;
    for (let i = 0; i < read.length; i += 4) events.push(read.slice(i, i + 4));
  }
  trial.expect('the events (offset, rising, both numbers)', events, wanted);
  trial.expect('ioctls of reading', trial.ioctls, []);
};

const requests: Meaning = async (trial) => {
  // The first request of a line asks for its name, too, where names are known.
  await trial.prepare(1);
  const { ioctls } = await trial.run(3);
  const made = ioctls.filter((ioctl) => ioctl.startsWith('request'));
  trial.expect('requests of 3 calls', made, repeated('request', 3));
  trial.expect('the lines held afterwards', trial.chips.held(0), []);
};

const tellsNames: Meaning = async (trial) => {
  await trial.prepare();
  for (const count of [1, 6, 64]) {
    const { read, ioctls } = await trial.run(count);
    trial.expect(`the name of line ${count - 1}`, read, [`GPIO${count - 1}`]);
    const made = ioctls.filter((ioctl) => ioctl.startsWith('line-info'));
    trial.expect(`infos of ${count} calls`, made, repeated('line-info', count));
  }
};

/** By the name of the loop: what it has to do to deserve it. */
const meanings: Readonly<Record<string, Meaning>> = {
  'get-value': getsOne(0, 5),
  'get-value-handle': getsOne(0, 5),
  'get-value-8-lines': getsOne(1, 5),
  'get-value-512-lines': getsOne(2, 509),
  'get-value-500-requests': getsOne(2, 250),
  'set-value': setsOne,
  'set-value-handle': setsOne,
  'set-value-name': setsOne,
  'get-values-64': getsAll,
  'set-values-64': setsAll,
  play: plays,
  'play-sync': plays,
  'read-events': readsEvents,
  'await-events': readsEvents,
  'request-release': requests,
  'line-info': tellsNames,
};

/** The chips the loops work on, by number: how many lines they have. Lines are named GPIO0, GPIO1, … */
export const chipSizes: readonly number[] = [64, 8, 512, 64];

/**
 * Looks at whether a loop does what its name says. A loop that nobody has said it of is a difference,
 * too.
 */
export async function observe(loop: string, runner: Runner, chips: Chips): Promise<Outcome> {
  const meaning = meanings[loop];
  if (meaning === undefined) {
    return {
      differences: ['test/bench/rig/meaning.ts does not say what it has to do'],
      ioctls: [],
    };
  }
  const trial = new Trial(loop, runner, chips);
  await meaning(trial);
  return trial;
}

/** What two contestants' ioctls in the same loop have to have in common: all but who made them. */
export function compareIoctls(ours: Outcome, theirs: Outcome): string[] {
  if (isDeepStrictEqual(ours.ioctls, theirs.ioctls)) return [];
  return [`ioctls: ${shown(ours.ioctls)}, in C ${shown(theirs.ioctls)}`];
}
