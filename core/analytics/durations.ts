/**
 * Medians of durations that were counted by class: class `n` is from 1.1^n to 1.1^(n+1) seconds (`private.duration_class`), so that the
 * counts of hours and days can be added up. A value is read from the middle of its class and is right within 5 %.
 */
const FACTOR = 1.1;

/** Number of durations by class. */
export type DurationCounts = ReadonlyMap<number, number>;

export interface DurationSummary {
  count: number;
  /** In seconds; null when there was none. */
  medianSeconds: number | null;
  p90Seconds: number | null;
}

export function summarizeDurations(counts: DurationCounts): DurationSummary {
  const classes = [...counts].sort(([one], [other]) => one - other);
  const count = classes.reduce((sum, [, n]) => sum + n, 0);
  return { count, medianSeconds: quantile(classes, count, 0.5), p90Seconds: quantile(classes, count, 0.9) };
}

/** @param classes from the shortest on */
function quantile(classes: readonly [number, number][], count: number, share: number): number | null {
  let left = count * share;
  for (const [index, n] of classes) {
    left -= n;
    if (left <= 0) return Math.round(FACTOR ** (index + 0.5));
  }
  return null;
}
