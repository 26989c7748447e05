import { describe } from '../../kernel/arguments.js';
import { nearest } from '../../kernel/nearest.js';

/** What a plugin may take up. `Infinity` lifts a limit; each has a default. */
export interface PluginLimits {
  /**
   * Its linear memory, beyond which it gets none; its module may not be larger either. Default 16.
   */
  readonly memoryMiB?: number | undefined;
  /** Milliseconds that loading, run() or one call() may take, each. Default 60000. */
  readonly wallMs?: number | undefined;
  /** Milliseconds of processor time for loading, run() or one call(), each. Default 10000. */
  readonly cpuMs?: number | undefined;
  /** Calls to its chips and its output per second; as many may come at once. Default 50000. */
  readonly callsPerSecond?: number | undefined;
  /** Line requests open at a time. Default 16. */
  readonly openRequests?: number | undefined;
  /** Events that may wait in one request. Default 1024, which is the kernel's own limit. */
  readonly eventBuffer?: number | undefined;
  /** Bytes of stdout and stderr together. Default 1048576. */
  readonly outputBytes?: number | undefined;
}

/** The names of all limits, and of the engine's own: how deep calls may nest. */
export type PluginLimit = keyof PluginLimits | 'stack';

/** Limits with their defaults filled in. */
export type CheckedLimits = Readonly<Record<keyof PluginLimits, number>>;

const defaults: CheckedLimits = {
  memoryMiB: 16,
  wallMs: 60_000,
  cpuMs: 10_000,
  callsPerSecond: 50_000,
  openRequests: 16,
  eventBuffer: 1024,
  outputBytes: 1_048_576,
};

/** Without limits of time: for plugins that somebody sits in front of. */
export const unlimitedTime: PluginLimits = {
  wallMs: Number.POSITIVE_INFINITY,
  cpuMs: Number.POSITIVE_INFINITY,
};

/** WebAssembly's own limit for 32-bit memories. */
const MOST_MEMORY_MIB = 4096;

/** Throws TypeError or RangeError for limits that there are not, or that are none. */
export function checkLimits(limits: PluginLimits = {}): CheckedLimits {
  if (typeof limits !== 'object' || limits === null) {
    throw new TypeError(`limits are ${describe(limits)}: they have to be an object`);
  }
  const checked: Record<string, number> = { ...defaults };
  for (const [name, value] of Object.entries<unknown>({ ...limits })) {
    if (!Object.hasOwn(defaults, name)) {
      const [guess] = nearest(name, Object.keys(defaults), 1);
      const hint = guess === undefined ? '' : `; did you mean '${guess}'?`;
      const known = Object.keys(defaults).join(', ');
      throw new TypeError(`there is no limit '${name}' among ${known}${hint}`);
    }
    if (value === undefined) continue;
    if (typeof value !== 'number' || !(value > 0)) {
      throw new RangeError(`limits.${name} is ${describe(value)}: it has to be a number above 0`);
    }
    checked[name] = value;
  }
  checked.memoryMiB = Math.min(checked.memoryMiB ?? 0, MOST_MEMORY_MIB);
  for (const name of ['openRequests', 'eventBuffer']) {
    checked[name] = Math.floor(Math.min(checked[name] ?? 1, Number.MAX_SAFE_INTEGER));
  }
  return checked as CheckedLimits;
}
