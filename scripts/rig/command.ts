import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How to run a command of this machine. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Where a command is found in PATH, or undefined where it is not. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * Runs a command to its end and returns what it printed on its standard output.
 *
 * @throws Error with the end of what it printed, where it does not exit with 0.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let all = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      all = (all + text).slice(-8000);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      all = (all + text).slice(-8000);
    });
    child.on('error', (cause) => reject(new Error(`${command} cannot be run`, { cause })));
    child.on('close', (status, signal) => {
      if (status === 0) resolve(stdout);
      else {
        const end = signal === null ? `exited with ${status}` : `was killed by ${signal}`;
        reject(new Error(`${command} ${args.join(' ')} ${end}:\n${all.trimEnd()}`));
      }
    });
  });
}
