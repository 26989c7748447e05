import { stripVTControlCharacters } from 'node:util';

/** What a run of shunit2 printed, by test. */
export interface Shunit2Report {
  readonly passed: readonly string[];
  /** Tests with a failed assertion or status, and tests that were never reached. */
  readonly failed: readonly string[];
}

/** Names of a script's test functions, in order. */
export function shunit2Tests(script: string): string[] {
  return [...script.matchAll(/^(test_\w+)\s*\(\)/gm)].map((match) => match[1] ?? '');
}

/**
 * Reads shunit2's output and errors: the name of each test on a line of its own, followed by its
 * failed assertions. A test counts as failed where it did not run.
 *
 * @param tests names of all the tests there are.
 */
export function parseShunit2(output: string, tests: readonly string[]): Shunit2Report {
  const known = new Set(tests);
  const ran = new Set<string>();
  const failed = new Set<string>();
  let current: string | undefined;
  for (const line of stripVTControlCharacters(output).split(/\r?\n/)) {
    if (known.has(line)) {
      current = line;
      ran.add(line);
    } else if (/^(ASSERT:|shunit2:(ERROR|FATAL))/.test(line) && current !== undefined) {
      failed.add(current);
    }
  }
  for (const test of tests) if (!ran.has(test)) failed.add(test);
  return { passed: tests.filter((test) => !failed.has(test)), failed: [...failed] };
}
