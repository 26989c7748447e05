import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A path below the project's top folder. */
export function inRoot(...parts: string[]): string {
  return join(root, ...parts);
}
