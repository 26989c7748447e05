import { spawn } from 'node:child_process';

/** How to run a command of this machine. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
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
