/** What many measurements of one thing come to. */
export interface Summary {
  readonly median: number;
  /** The middle half lies between these. */
  readonly quartiles: readonly [number, number];
  /** The true median is within these bounds in 999 of 1000 cases, whatever the distribution. */
  readonly bounds: readonly [number, number];
  readonly count: number;
}

function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** How many of the smallest of n values may be left out so that the rest is below the median in 1 of 2000. */
function outermost(n: number): number {
  let [term, sum] = [0.5 ** n, 0];
  for (let k = 0; k <= n / 2; k++) {
    sum += term;
    if (sum > 0.0005) return Math.max(k - 1, 0);
    term = (term * (n - k)) / (k + 1);
  }
  return Math.floor(n / 2);
}

/** Median and spread of measurements. Throws RangeError where there are none. */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError('there is nothing to summarise');
  const sorted = [...values].sort((a, b) => a - b);
  const edge = outermost(sorted.length);
  return {
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    bounds: [sorted[edge] as number, sorted[sorted.length - 1 - edge] as number],
    count: sorted.length,
  };
}

/** Element by element. */
export function ratios(values: readonly number[], reference: readonly number[]): number[] {
  return values.map((value, i) => value / (reference[i] ?? Number.NaN));
}
