import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRoot, root } from '../build/stage.js';
import type { RigOptions } from './boot.js';
import { runCommand } from './command.js';
import type { GroupResult } from './group-result.js';
import { withTemporaryFolder } from './temporary-folder.js';

const name = 'Conformance suite';
const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
const config = inRoot('test', 'conformance', 'vitest.config.ts');

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function vitestArguments(subcommand: string): string[] {
  // The other loaders write a file beside the configuration, which is read-only in the rig.
  return [vitest, subcommand, '--config', config, '--configLoader', 'runner'];
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

/** The group as it is counted where it does not run. */
export async function skipConformance(): Promise<GroupResult> {
  const list = await runCommand(process.execPath, [...vitestArguments('list'), '--json'], {
    cwd: root,
  });
  const tests = JSON.parse(list) as readonly unknown[];
  return { name, passed: 0, skipped: tests.length, failures: [] };
}

/**
 * Runs the project's own suite.
 *
 * @param run boots the rig, or runs on this machine.
 */
export async function runConformance(
  run: (options: RigOptions) => Promise<number>,
): Promise<GroupResult> {
  return withTemporaryFolder(async (folder) => {
    const report = join(folder, 'report.json');
    const status = await run({
      command: [
        process.execPath,
        ...vitestArguments('run'),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      env: { CI: '1', NO_COLOR: '1' },
      writable: [folder],
      timeout: 1800,
    });
    if (!existsSync(report)) {
      return { name, passed: 0, skipped: 0, failures: [`vitest exited with ${status}`] };
    }
    const counts = countVitestReport(readFileSync(report, 'utf8'));
    const failures = [...counts.failures];
    if (status !== 0 && failures.length === 0) failures.push(`vitest exited with ${status}`);
    return { ...counts, name, failures };
  });
}
