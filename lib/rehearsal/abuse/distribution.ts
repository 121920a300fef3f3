/** Whether two samples could be of one distribution: the two-sample Kolmogorov-Smirnov test. */
export interface KolmogorovSmirnov {
  /** The greatest distance between both empirical distributions, from 0 to 1. */
  readonly distance: number;
  /** What it stays below in 99 of 100 cases when both are the same. */
  readonly threshold: number;
}

/** c(0.01) of the large-sample critical value c·sqrt((n+m)/(n·m)). */
const ONE_PERCENT = 1.628;

export function farApart(first: readonly number[], second: readonly number[]): KolmogorovSmirnov {
  const share = (sample: readonly number[], value: number) =>
    sample.filter((each) => each <= value).length / sample.length;
  const distances = [...first, ...second].map((value) =>
    Math.abs(share(first, value) - share(second, value)),
  );
  return {
    distance: Math.max(...distances),
    threshold: ONE_PERCENT * Math.sqrt((first.length + second.length) / (first.length * second.length)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
