import { nearest } from '../kernel/nearest.js';
import type { FixedSettings, LineGrant } from '../sandbox/grants.js';
import type { PluginLimits } from '../sandbox/plugin/limits.js';
import type { Right } from '../sandbox/rights.js';

const NO_LIMIT = 'none';

const timeMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const sizeMiB: Readonly<Record<string, number>> = { KiB: 1 / 1024, MiB: 1, GiB: 1024 };
const sizeBytes: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 * 1024 };
const plain: Readonly<Record<string, number>> = { '': 1 };

/** The limits as the command line calls them, and their units. */
const limits = {
  wall: { name: 'wallMs', units: timeMs },
  cpu: { name: 'cpuMs', units: timeMs },
  memory: { name: 'memoryMiB', units: sizeMiB },
  calls: { name: 'callsPerSecond', units: plain },
  requests: { name: 'openRequests', units: plain },
  events: { name: 'eventBuffer', units: plain },
  output: { name: 'outputBytes', units: sizeBytes },
} as const satisfies Record<
  string,
  { name: keyof PluginLimits; units: Readonly<Record<string, number>> }
>;

function split(word: string, separator: string): [string, string | undefined] {
  const at = word.indexOf(separator);
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** `wall=10s`, `memory=32MiB`, `calls=none`. Throws Error saying what there is. */
export function parseLimit(word: string): PluginLimits {
  const [key, text = ''] = split(word, '=');
  const entry = Object.entries(limits).find(([name]) => name === key)?.[1];
  if (entry === undefined) {
    const [guess] = nearest(key, Object.keys(limits), 1);
    const hint = guess === undefined ? '' : `; did you mean '${guess}'?`;
    throw new Error(`no limit '${key}' among ${Object.keys(limits).join(', ')}${hint}`);
  }
  if (text === NO_LIMIT) return { [entry.name]: Number.POSITIVE_INFINITY };
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = entry.units;
  const factor = units[unit];
  if (number === '' || factor === undefined) {
    const examples = Object.keys(units).map((each) => `${key}=1${each}`);
    throw new Error(`limit '${word}': it is given as ${examples.join(', ')} or ${key}=${NO_LIMIT}`);
  }
  return { [entry.name]: Number(number) * factor };
}

/** `bias=pull-up` and the like: settings that the grant fixes. */
function fixedSetting(name: string, value: string): FixedSettings {
  switch (name) {
    case 'bias':
      return { bias: value as NonNullable<FixedSettings['bias']> };
    case 'drive':
      return { drive: value as NonNullable<FixedSettings['drive']> };
    case 'clock':
      return { eventClock: value as NonNullable<FixedSettings['eventClock']> };
    case 'active-low':
      if (value === 'yes' || value === 'no') return { activeLow: value === 'yes' };
      throw new Error(`active-low=${value}: it can be yes or no`);
    case 'debounce': {
      const [, number = '', unit = ''] = /^(\d+)(us|ms)$/.exec(value) ?? [];
      if (number === '') throw new Error(`debounce=${value}: it is given as 10ms or 500us`);
      return { debouncePeriodUs: Number(number) * (unit === 'ms' ? 1000 : 1) };
    }
    default:
      throw new Error(`'${name}' cannot be fixed: bias, drive, active-low, debounce and clock can`);
  }
}

/** `[NAME=]LINE:RIGHT,...`: without a name, the line keeps the one it was found by. */
export function parseGrant(word: string): LineGrant {
  const end = word.lastIndexOf(':');
  const before = word.slice(0, end);
  const [first, second] = split(before, '=');
  const line = second ?? first;
  if (end < 0 || line === '' || first === '') {
    throw new Error(`grant '${word}': it is given as [NAME=]LINE:RIGHT,... (LED=GPIO17:output)`);
  }
  const allow: Right[] = [];
  let fixed: FixedSettings = {};
  for (const right of word.slice(end + 1).split(',')) {
    const [name, value] = split(right, '=');
    if (value !== undefined) fixed = { ...fixed, ...fixedSetting(name, value) };
    else if (name !== '') allow.push(name as Right);
  }
  const isName = second !== undefined || !/:\d+$/.test(line);
  return { line, ...(isName ? { name: first } : {}), allow, fixed };
}
