import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { runCommand } from '../support/command.js';
import { findCommand } from '../support/find-command.js';
import { root } from '../support/root.js';
import type { RigOptions } from './boot.js';
import { superviseChild } from './supervise.js';

const configfs = '/sys/kernel/config/gpio-sim';

/** Why this machine's own kernel cannot be used, or undefined where it can. Loads gpio-sim. */
export async function nativeObstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'making gpio-sim chips needs root';
  // `su` may leave these out of PATH.
  const modprobe = findCommand('modprobe', ['/usr/sbin', '/sbin']);
  if (!existsSync(configfs) && modprobe !== undefined) {
    await runCommand(modprobe, ['gpio-sim']).catch(() => undefined);
  }
  if (existsSync(configfs)) return undefined;
  return `its kernel has no gpio-sim (${configfs} does not exist)`;
}

/**
 * Runs the command on this machine's own kernel in place of the rig's: everything is writable and
 * time goes its usual way.
 */
export async function runNative(options: RigOptions): Promise<number> {
  const [command = '', ...args] = options.command;
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    detached: true,
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', options.onStdout ?? ((chunk) => process.stdout.write(chunk)));
  child.stderr.on('data', (chunk) => process.stderr.write(chunk));
  return (await superviseChild(child, command, options.timeout ?? 600)) ?? 1;
}
