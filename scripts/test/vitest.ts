import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runCommand } from '../support/command.js';
import { inRoot, root } from '../support/root.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';
import type { GroupResult } from './group-result.js';

/** Vitest's program. */
const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');

/** What runs vitest, where it is not the Node.js and the environment of this process. */
export interface VitestOptions {
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Counts a report. A file that has failed without any failed test counts as a failure itself. */
export function countVitestReport(json: string): Omit<GroupResult, 'name'> {
  const failures: string[] = [];
  let passed = 0;
  let skipped = 0;
  for (const file of (JSON.parse(json) as VitestReport).testResults) {
    const before = failures.length;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failures.push(test.fullName);
      else skipped += 1;
    }
    if (file.status === 'failed' && failures.length === before) {
      failures.push(relative(root, file.name));
    }
  }
  return { passed, skipped, failures };
}

/** What came out of a run, by its report and its exit status. */
function vitestResult(name: string, file: string, status: number | null): GroupResult {
  const counts = existsSync(file)
    ? countVitestReport(readFileSync(file, 'utf8'))
    : { passed: 0, skipped: 0, failures: [] };
  const unexplained = status !== 0 && counts.failures.length === 0;
  return {
    ...counts,
    name,
    failures: unexplained ? [`vitest exited with ${status}`] : counts.failures,
  };
}

/**
 * Runs some tests by a command of vitest's, which is given whatever process runs it.
 *
 * @param tests which, as vitest's arguments say it.
 * @param run returns the exit status; what it runs may write into `folder`.
 */
export function runVitestBy(
  name: string,
  tests: readonly string[],
  run: (command: readonly string[], folder: string) => Promise<number | null>,
): Promise<GroupResult> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'report.json');
    const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const status = await run([vitest, 'run', ...tests, ...report], folder);
    return vitestResult(name, file, status);
  });
}

/** Runs some tests on this terminal. */
export function runVitest(
  name: string,
  tests: readonly string[],
  { node = process.execPath, env = process.env }: VitestOptions = {},
): Promise<GroupResult> {
  return runVitestBy(
    name,
    tests,
    async (command) => spawnSync(node, command, { cwd: root, stdio: 'inherit', env }).status,
  );
}

/** The tests as they are counted where they do not run. */
export async function skipVitest(
  name: string,
  tests: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<GroupResult> {
  const command = [vitest, 'list', ...tests, '--json'];
  const list = await runCommand(process.execPath, command, { cwd: root, env });
  return { name, passed: 0, skipped: (JSON.parse(list) as unknown[]).length, failures: [] };
}
