/** What came out of one group of tests, counted from its own run. */
export interface GroupResult {
  readonly name: string;
  readonly passed: number;
  readonly skipped: number;
  /** Name of each failed test, or of what else went wrong. */
  readonly failures: readonly string[];
}

/** "N passed, N failed, N skipped" over any number of groups. */
export function countsOf(...results: readonly GroupResult[]): string {
  const sum = (count: (result: GroupResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const passed = sum((result) => result.passed);
  const failed = sum((result) => result.failures.length);
  const skipped = sum((result) => result.skipped);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
