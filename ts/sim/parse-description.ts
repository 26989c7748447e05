import { checkDescription, type SimDescription } from './description.js';
import { findJsonError } from './json-error.js';

/**
 * Reads a machine's description out of a JSON text (its schema is sim.schema.json).
 *
 * @throws SyntaxError with line and column where it is no JSON, TypeError with the property's path where
 * it describes no machine.
 */
export function parseSimDescription(text: string): SimDescription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const { index, problem } = findJsonError(text) ?? { index: 0, problem: String(cause) };
    const lines = text.slice(0, index).split('\n');
    const column = (lines.at(-1) ?? '').length + 1;
    throw new SyntaxError(`line ${lines.length}, column ${column}: ${problem}`, { cause });
  }
  checkDescription(value);
  return value;
}
