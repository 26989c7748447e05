const DEPTH = 3;
const ITEMS = 50;

/** A value as text, much as Node's console shows it. */
export function inspect(value: unknown, depth = DEPTH): string {
  switch (typeof value) {
    case 'string':
      return depth === DEPTH ? value : JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return `[Function ${value.name || '(anonymous)'}]`;
    case 'object':
      return value === null ? 'null' : inspectObject(value, depth);
    default:
      return String(value);
  }
}

function inspectObject(value: object, depth: number): string {
  if (value instanceof Error) return value.toString();
  if (value instanceof Date || value instanceof RegExp) return String(value);
  const { name = '' } = (Object.getPrototypeOf(value) as object | null)?.constructor ?? {};
  if (depth === 0) return Array.isArray(value) ? '[Array]' : `[${name || 'Object'}]`;
  const inner = (item: unknown): string => inspect(item, depth - 1);
  if (value instanceof Map) {
    return list(
      `${name} {`,
      [...value].map(([key, item]) => `${inner(key)} => ${inner(item)}`),
      '}',
    );
  }
  if (value instanceof Set) return list(`${name} {`, [...value].map(inner), '}');
  if (Array.isArray(value)) return list('[', value.map(inner), ']');
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${inner(item)}`);
  return list(name === 'Object' || name === '' ? '{' : `${name} {`, entries, '}');
}

function list(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return `${open}${close}`;
  const more = items.length > ITEMS ? [`... ${items.length - ITEMS} more`] : [];
  return `${open} ${[...items.slice(0, ITEMS), ...more].join(', ')} ${close}`;
}
