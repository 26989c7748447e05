/** What came out of one group of tests, counted from its own run. */
export interface GroupResult {
  readonly name: string;
  readonly passed: number;
  readonly skipped: number;
  /** Name of each failed test, or of what else went wrong. */
  readonly failures: readonly string[];
}

/** "N passed, N failed, N skipped" over any number of groups. */
function countsOf(...results: readonly GroupResult[]): string {
  const sum = (count: (result: GroupResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const passed = sum((result) => result.passed);
  const failed = sum((result) => result.failures.length);
  const skipped = sum((result) => result.skipped);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Prints what came out of one group. */
export function printResult(result: GroupResult): void {
  console.log(`${result.name}: ${countsOf(result)}${result.skipped > 0 ? ' (SKIPPED)' : ''}`);
  for (const failure of result.failures) console.log(`  failed: ${failure}`);
}

/** Ends with the counts of all groups, which .ci/run reads. Returns the exit status. */
export function printCounts(results: readonly GroupResult[]): number {
  console.log(countsOf(...results));
  return results.some((result) => result.failures.length > 0) ? 1 : 0;
}
