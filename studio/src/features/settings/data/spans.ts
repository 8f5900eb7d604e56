/** Spans of days to choose from. Pure. */

const usual = [7, 14, 30, 90, 180, 365, 730, 1_095, 1_825, 3_650];

/** Those that are allowed, and the one that is set, which a program may have chosen otherwise. */
export function spansFor(leastDays: number, set: number | null): number[] {
  const allowed = usual.filter((days) => days >= leastDays);
  return set === null || allowed.includes(set) ? allowed : [...allowed, set].sort((a, b) => a - b);
}

export function daysText(days: number): string {
  if (days % 365 === 0) return days === 365 ? '1 year' : `${days / 365} years`;
  return days === 1 ? '1 day' : `${days} days`;
}

/** @param before null: for ever */
export function isShorter(after: number | null, before: number | null): boolean {
  return after !== null && (before === null || after < before);
}
