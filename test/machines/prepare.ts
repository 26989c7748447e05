import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runCommand } from '../../scripts/support/command.js';
import { pack } from '../package/npm.js';

/** Unpacks what npm would install into the node_modules of an empty folder. */
export async function installPackage(folder: string): Promise<void> {
  const { filename } = pack('--pack-destination', folder);
  await runCommand('tar', ['-xzf', join(folder, filename), '-C', folder]);
  mkdirSync(join(folder, 'node_modules'));
  renameSync(join(folder, 'package'), join(folder, 'node_modules', 'libgpiod-wasm'));
}

/** Makes one file of a program that uses the installed package. */
export async function bundleProgram(source: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    external: ['libgpiod-wasm'],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfigRaw: {},
    logLevel: 'error',
  });
}
