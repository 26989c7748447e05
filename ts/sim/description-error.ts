import { describe } from '../kernel/arguments.js';
import { nearest } from '../kernel/nearest.js';

const SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `not a list of ${value.length}`;
  const text = typeof value === 'string' ? JSON.stringify(value) : describe(value);
  return `not ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}

/**
 * Throws TypeError for what is at a path, such as `chips[0].lines[3].name`, or empty for the whole. `value`
 * is added to the message where it is given.
 */
export function fail(path: string, problem: string, ...value: [] | [unknown]): never {
  const seen = value.length === 0 ? '' : `, ${shown(value[0])}`;
  throw new TypeError(`${path === '' ? '' : `${path}: `}${problem}${seen}`);
}

/** Refuses properties that mean nothing, such as misspelt ones. */
export function onlyKeys(
  value: Readonly<Record<string, unknown>>,
  path: string,
  known: readonly string[],
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const [meant] = nearest(key, known);
    const hint = meant === undefined ? `there are: ${known.join(', ')}` : `did you mean ${meant}?`;
    fail(path === '' ? key : `${path}.${key}`, `there is no such property; ${hint}`);
  }
}
