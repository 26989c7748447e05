import { parseJson } from '../kernel/parse-json.js';
import { checkDescription, type SimDescription } from './description.js';

/**
 * Reads a machine's description out of a JSON text (its schema is sim.schema.json).
 *
 * @throws SyntaxError with line and column where it is no JSON, TypeError with the property's path where
 * it describes no machine.
 */
export function parseSimDescription(text: string): SimDescription {
  const value = parseJson(text);
  checkDescription(value);
  return value;
}
