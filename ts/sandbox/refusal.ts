import type { GrantedLine } from './granted-line.js';
import type { FixedSettings } from './grants.js';
import { DIRECTION, flagsOfRight, type Right, rights } from './rights.js';

/** Told why a call is refused, where its errno says too little. */
export type Refused = (why: string) => void;

const settingOf: Readonly<Partial<Record<Right, keyof FixedSettings>>> = {
  bias: 'bias',
  drive: 'drive',
  'active-low': 'activeLow',
  debounce: 'debouncePeriodUs',
  clock: 'eventClock',
};

/** The rights that a request's flags take, for one line. */
export function rightsFor(flags: number, debounced: boolean): Right[] {
  return rights.filter((right) => {
    if (right === 'debounce') return debounced;
    const taken = flagsOfRight[right];
    // A line without a direction takes both.
    const given = (flags & DIRECTION) === 0 ? flags | DIRECTION : flags;
    return (given & taken) !== 0;
  });
}

/** Why a line may not be used in a way that takes these rights: what its grant would have to say. */
export function refusal(line: GrantedLine, wanted: readonly Right[]): string {
  const fixed = wanted.flatMap((right) => {
    const setting = settingOf[right];
    const value = setting && line.fixed[setting];
    return value === undefined ? [] : { right, text: `${setting} as ${String(value)}` };
  });
  const missing = wanted.filter(
    (right) => !line.allow.has(right) && !fixed.some((each) => each.right === right),
  );
  const name = line.name === '' ? '' : ` "${line.name}"`;
  const which = `line ${line.offset}${name}, granted as '${line.id}'`;
  if (missing.length > 0) {
    const needed = missing.map((right) => `'${right}'`).join(', ');
    return `EPERM: ${which}: its grant would have to allow ${needed}`;
  }
  if (fixed.length > 0) {
    return `EPERM: ${which}: its grant has fixed ${fixed.map(({ text }) => text).join(', ')}`;
  }
  return `EPERM: ${which}: what its grant has fixed takes effect with a direction only`;
}
