import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/support/root.js';
import { node, type Result } from './npm.js';

/** Strict, for Node without the browser's declarations; the declarations of dependencies are checked. */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2022'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: false,
  noEmit: true,
};

/**
 * Type-checks files of a folder whose node_modules has the package, as a user's project would. `lib`
 * are TypeScript's own declarations beside ES2022's: it has WebAssembly among the browser's, 'DOM'.
 */
export function typeCheck(
  folder: string,
  files: readonly string[],
  lib: readonly string[] = [],
): Result {
  for (const name of ['@types/node', 'undici-types']) {
    const target = join(folder, 'node_modules', name);
    cpSync(inRoot('node_modules', name), target, { recursive: true });
  }
  const options = { ...compilerOptions, lib: [...compilerOptions.lib, ...lib] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
  return node([inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], folder);
}
