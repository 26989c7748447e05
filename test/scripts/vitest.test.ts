import { describe, expect, it } from 'vitest';
import { countVitestReport } from '../../scripts/test/vitest.js';

const report = (...files: { status: string; tests: Record<string, string> }[]): string =>
  JSON.stringify({
    testResults: files.map(({ status, tests }, index) => ({
      name: `/file${index}.test.ts`,
      status,
      assertionResults: Object.entries(tests).map(([fullName, result]) => ({
        fullName,
        status: result,
      })),
    })),
  });

describe('countVitestReport', () => {
  it('counts by what became of each test', () => {
    const json = report(
      { status: 'failed', tests: { a: 'passed', b: 'failed' } },
      { status: 'passed', tests: { c: 'passed', d: 'pending', e: 'todo' } },
    );
    expect(countVitestReport(json)).toEqual({ passed: 2, skipped: 2, failures: ['b'] });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const { passed, failures } = countVitestReport(report({ status: 'failed', tests: {} }));
    expect(passed).toBe(0);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/file0\.test\.ts$/);
  });
});
