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
  // A line without a direction takes both.
  const taken = (flags & DIRECTION) === 0 ? flags | DIRECTION : flags;
  return rights.filter((right) =>
    right === 'debounce' ? debounced : (taken & flagsOfRight[right]) !== 0,
  );
}

/** Why a line may not be used in a way that takes these rights: what its grant would have to say. */
export function refusal(line: GrantedLine, wanted: readonly Right[]): string {
  const missing: string[] = [];
  const fixed: string[] = [];
  for (const right of wanted) {
    const setting = settingOf[right];
    const value = setting && line.fixed[setting];
    if (value !== undefined) fixed.push(`${setting} as ${String(value)}`);
    else if (!line.allow.has(right)) missing.push(`'${right}'`);
  }
  const why =
    missing.length > 0
      ? `would have to allow ${missing.join(', ')}`
      : `has fixed ${fixed.join(', ') || 'what takes effect with a direction only'}`;
  const name = line.name && ` "${line.name}"`;
  return `EPERM: line ${line.offset}${name}, granted as '${line.id}': its grant ${why}`;
}
