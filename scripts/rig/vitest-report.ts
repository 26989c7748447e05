import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from '../build/stage.js';
import type { GroupResult } from './group-result.js';

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Vitest's arguments for a report in a file beside what it prints. */
export function reportTo(file: string): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
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
export function vitestResult(name: string, file: string, status: number | null): GroupResult {
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
