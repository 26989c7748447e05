import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How to start a TypeScript program of this project as a process of its own. */
function programCommand(url: URL): string[] {
  return [process.execPath, '--import', 'tsx', fileURLToPath(url)];
}

export const cliCommand = programCommand(new URL('../../../ts/cli.ts', import.meta.url));
export const toolCommand = programCommand(new URL('tool-program.ts', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end. */
export function run(
  command: readonly string[],
  args: readonly string[],
  options: RunOptions = {},
): Finished {
  const [program = '', ...first] = command;
  const { status, signal, stdout, stderr } = spawnSync(program, [...first, ...args], {
    input: options.input ?? '',
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  return { status, signal, stdout, stderr };
}
