import { isRecord } from '../kernel/arguments.js';
import { parseJson } from '../kernel/parse-json.js';
import { checkGrants, type Grants } from './grants.js';
import { checkOwner } from './owner.js';
import { checkLimits, type PluginLimits } from './plugin/limits.js';

/** What a plugin may do, as a JSON file says it (policy.schema.json). */
export interface Policy {
  readonly name?: string | undefined;
  readonly chips: Grants;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly clock?: boolean | undefined;
  readonly limits?: PluginLimits | undefined;
}

const known = ['$schema', 'name', 'chips', 'env', 'clock', 'limits'];

/** JSON has no Infinity: a limit that is lifted is null. */
function limitsOf(limits: unknown): PluginLimits | undefined {
  if (limits === undefined) return undefined;
  if (!isRecord(limits)) throw new TypeError('limits: an object is needed');
  const given = Object.fromEntries(
    Object.entries(limits).map(([name, value]) => [
      name,
      value === null ? Number.POSITIVE_INFINITY : value,
    ]),
  ) as PluginLimits;
  checkLimits(given);
  return given;
}

/**
 * Reads a policy file's text.
 *
 * @throws SyntaxError with line and column where it is no JSON, TypeError or RangeError saying where it is
 * no policy.
 */
export function parsePolicy(text: string): Policy {
  const value = parseJson(text);
  if (!isRecord(value)) throw new TypeError('a policy is an object: { "chips": { … } }');
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new TypeError(`there is no '${key}' among ${known.join(', ')}`);
  }
  const { name, chips, env, clock, limits } = value;
  if (name !== undefined) checkOwner(name);
  if (clock !== undefined && typeof clock !== 'boolean') {
    throw new TypeError('clock: true or false is needed');
  }
  const texts = (each: unknown): each is string => typeof each === 'string';
  if (env !== undefined && !(isRecord(env) && Object.values(env).every(texts))) {
    throw new TypeError('env: an object of texts is needed');
  }
  checkGrants(chips);
  return {
    name,
    chips,
    env: env as Policy['env'],
    clock,
    limits: limitsOf(limits),
  };
}
