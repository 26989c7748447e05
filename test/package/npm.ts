import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../../scripts/support/find-command.js';
import { inRoot } from '../../scripts/support/root.js';

/** A program's end. */
export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm pack --json` says of a package. */
export interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** npm's own script, so that it runs on this very Node whatever PATH is. */
function npmScript(): string {
  const npm = process.env.npm_execpath ?? findCommand('npm');
  if (npm === undefined) throw new Error('there is no npm in PATH');
  return realpathSync(npm);
}

/** Runs a program of Node's; its environment has nothing but `env`. */
export function node(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Result {
  return spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
}

/** Runs npm and returns what it printed. Throws Error where it fails. */
export function npm(args: readonly string[], cwd: string, env = process.env): string {
  const { status, stdout, stderr } = node([npmScript(), ...args], cwd, env);
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** Packs what has been built, or only says what would be packed. */
export function pack(...options: readonly string[]): Packed {
  const args = ['pack', '--json', '--ignore-scripts', ...options];
  const [packed] = JSON.parse(npm(args, inRoot())) as Packed[];
  if (packed === undefined) throw new Error('npm pack said nothing');
  return packed;
}

/** A new folder, and what removes it. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'libgpiod-wasm-'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** A PATH with Node, npm and a shell: no compiler, no Python, no make. */
export function barePath(folder: string): string {
  const shell = findCommand('sh');
  if (shell === undefined) throw new Error('there is no sh in PATH');
  symlinkSync(process.execPath, join(folder, 'node'));
  symlinkSync(npmScript(), join(folder, 'npm'));
  symlinkSync(shell, join(folder, 'sh'));
  return folder;
}
