import { describe, isRecord } from '../kernel/arguments.js';
import { nearest } from '../kernel/nearest.js';
import { neededRight, type Right, rights } from './rights.js';

/** Settings that the host decides: they hold however the line is requested. */
export interface FixedSettings {
  readonly bias?: 'disabled' | 'pull-up' | 'pull-down' | undefined;
  /** Of the line as an output. */
  readonly drive?: 'push-pull' | 'open-drain' | 'open-source' | undefined;
  readonly activeLow?: boolean | undefined;
  /** Of the line as an input, in microseconds; 0 is none. */
  readonly debouncePeriodUs?: number | undefined;
  readonly eventClock?: 'monotonic' | 'realtime' | 'hte' | undefined;
}

/** One line, and what may be done with it. What is not named is not allowed. */
export interface LineGrant {
  /** The true line: its name, or 'CHIP:OFFSET' with the name or the label of its chip. */
  readonly line: string;
  /** The name it goes by inside. Default: none, or with the right `info` the true one. */
  readonly name?: string | undefined;
  readonly allow: readonly Right[];
  /** Default: nothing is fixed. Asking for anything else than what is fixed is EPERM. */
  readonly fixed?: FixedSettings | undefined;
}

/** One chip of the sandbox: its lines are the granted ones, numbered from 0 in this order. */
export interface ChipGrant {
  /** Default 'sandbox'. At most 31 bytes. */
  readonly label?: string | undefined;
  readonly lines: readonly LineGrant[];
}

/** The chips of a sandbox by name: 'gpiochip0', 'gpiochip1', ... */
export type Grants = Readonly<Record<string, ChipGrant>>;

const MAX_LINES = 1024;
const NAME_BYTES = 31;
const MAX_UINT32 = 0xffff_ffff;
const CHIP_NAME = /^gpiochip(0|[1-9]\d{0,3})$/;

const fixedWords: Readonly<Record<string, readonly unknown[]>> = {
  bias: ['disabled', 'pull-up', 'pull-down'],
  drive: ['push-pull', 'open-drain', 'open-source'],
  activeLow: [true, false],
  debouncePeriodUs: [],
  eventClock: ['monotonic', 'realtime', 'hte'],
};

function fail(where: string, problem: string): never {
  throw new TypeError(`${where}: ${problem}`);
}

function hint(word: string, words: readonly string[]): string {
  const [guess] = nearest(word, words, 1);
  return guess === undefined ? '' : `; did you mean '${guess}'?`;
}

function checkKeys(where: string, value: object, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    fail(where, `there is no '${key}' among ${known.join(', ')}${hint(key, known)}`);
  }
}

/** Texts that the kernel's structs can hold: they end with a zero byte. */
function checkText(where: string, text: unknown): void {
  if (typeof text !== 'string' || text === '') fail(where, 'a text that is not empty is needed');
  if (/\p{C}/u.test(text)) fail(where, 'control characters are not allowed');
  if (new TextEncoder().encode(text).length > NAME_BYTES) {
    fail(where, `'${text}' is longer than ${NAME_BYTES} bytes`);
  }
}

function checkRights(where: string, allow: unknown): void {
  if (!Array.isArray(allow)) fail(where, `an array of rights is needed: ${rights.join(', ')}`);
  const given: readonly unknown[] = allow;
  const known: readonly unknown[] = rights;
  for (const right of given) {
    if (known.includes(right)) continue;
    const guess = typeof right === 'string' ? hint(right, rights) : '';
    fail(
      where,
      `there is no right ${describe(right)}; the rights are ${rights.join(', ')}${guess}`,
    );
  }
  for (const [right, needed] of Object.entries(neededRight)) {
    if (given.includes(right) && !given.includes(needed)) {
      fail(where, `the right '${right}' is of no use without '${needed}'`);
    }
  }
}

function checkFixed(where: string, fixed: unknown): void {
  if (fixed === undefined) return;
  if (!isRecord(fixed)) fail(where, 'an object of settings is needed');
  checkKeys(where, fixed, Object.keys(fixedWords));
  for (const [name, value] of Object.entries(fixed)) {
    if (value === undefined) continue;
    const words = fixedWords[name] ?? [];
    if (name === 'debouncePeriodUs') {
      const valid = typeof value === 'number' && Number.isInteger(value);
      if (!valid || value < 0 || value > MAX_UINT32) {
        fail(`${where}.${name}`, 'a whole number of microseconds is needed');
      }
    } else if (!words.includes(value)) {
      fail(`${where}.${name}`, `${describe(value)} is none of ${words.join(', ')}`);
    }
  }
}

function checkLine(where: string, grant: unknown): void {
  if (!isRecord(grant)) fail(where, "an object is needed: { line: 'GPIO17', allow: ['output'] }");
  checkKeys(where, grant, ['line', 'name', 'allow', 'fixed']);
  const { line, name, allow, fixed } = grant;
  if (typeof line !== 'string' || line === '') {
    fail(`${where}.line`, "a line's name or 'CHIP:OFFSET' is needed");
  }
  if (name !== undefined) checkText(`${where}.name`, name);
  checkRights(`${where}.allow`, allow);
  checkFixed(`${where}.fixed`, fixed);
}

function checkChip(where: string, chip: unknown): void {
  if (!isRecord(chip)) fail(where, 'an object is needed: { lines: [...] }');
  checkKeys(where, chip, ['label', 'lines']);
  if (chip.label !== undefined) checkText(`${where}.label`, chip.label);
  if (!Array.isArray(chip.lines)) fail(`${where}.lines`, 'an array of granted lines is needed');
  const lines: readonly unknown[] = chip.lines;
  if (lines.length > MAX_LINES) fail(`${where}.lines`, `more than ${MAX_LINES} lines`);
  const names = new Set<unknown>();
  lines.forEach((line, i) => {
    checkLine(`${where}.lines[${i}]`, line);
    const { name } = line as LineGrant;
    if (name === undefined) return;
    if (names.has(name)) fail(`${where}.lines[${i}].name`, `'${name}' is there already`);
    names.add(name);
  });
}

/**
 * Throws TypeError, saying where, for grants that are not well-formed. An empty sandbox is: it sees
 * nothing.
 */
export function checkGrants(chips: unknown): asserts chips is Grants {
  if (!isRecord(chips)) fail('chips', 'an object is needed: { gpiochip0: { lines: [...] } }');
  for (const [name, chip] of Object.entries(chips)) {
    if (!CHIP_NAME.test(name)) fail(`chips.${name}`, 'chips are called gpiochip0, gpiochip1, ...');
    checkChip(`chips.${name}`, chip);
  }
}
