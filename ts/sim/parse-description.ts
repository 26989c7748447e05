import { checkDescription, type SimDescription } from './description.js';
import { jsonErrorPlace } from './json-error.js';

/**
 * Reads a machine's description out of a JSON text (its schema is sim.schema.json).
 *
 * @throws SyntaxError with line and column where it is no JSON, TypeError with the property's path where
 * it describes no machine.
 */
export function parseSimDescription(text: string): SimDescription {
  // Editors on Windows begin a file with a mark that no column counts.
  const json = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SyntaxError(jsonErrorPlace(json) ?? String(cause), { cause });
  }
  checkDescription(value);
  return value;
}
