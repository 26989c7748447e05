/** Whether a value is an object with properties: neither null nor an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as it stands in a message about wrong arguments. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}

/** Throws TypeError where a function has been given options, or one, beside those that it has. */
export function refuseOptions(of: string, others: object, known: string): void {
  const [unknown] = Object.keys(others);
  if (unknown === undefined) return;
  throw new TypeError(`${of} has no option '${unknown}': there are ${known}`);
}
