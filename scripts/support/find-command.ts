import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The path of a command as a shell would find it, or undefined where there is none.
 *
 * @param more - folders to look in after those of PATH.
 */
export function findCommand(name: string, more: readonly string[] = []): string | undefined {
  if (name.includes('/')) return isProgram(name) ? name : undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...more];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}
