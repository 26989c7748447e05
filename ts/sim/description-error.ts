import { nearest } from '../kernel/nearest.js';

/** A description that makes no machine. It says where, as the path of a property. */
export class DescriptionError extends TypeError {
  override readonly name = 'DescriptionError';
  /** Such as `chips[0].lines[3].name`; empty for the whole. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(path === '' ? problem : `${path}: ${problem}`);
    this.path = path;
  }
}

const SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const hasJson = typeof value === 'object' || typeof value === 'string';
  const text = hasJson ? JSON.stringify(value) : String(value);
  return `not ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}

/** Refuses the value at a path; `value` is added to the message where it is given. */
export function fail(path: string, problem: string, ...value: [] | [unknown]): never {
  const seen = value.length === 0 ? '' : `, ${shown(value[0])}`;
  throw new DescriptionError(path, `${problem}${seen}`);
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
