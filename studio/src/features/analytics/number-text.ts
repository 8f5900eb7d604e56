/** Numbers in words that fit on a tile. */

const plain = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 12,345, and 1.2M from where digits don't help any more. */
export function countText(n: number): string {
  return n < 100_000 ? plain.format(n) : compact.format(n);
}

/** Null when there is nothing to take a share of. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function shareText(value: number | null): string {
  if (value === null) return '–';
  const percent = value * 100;
  // 99.96 % isn't all, and 0.04 % isn't nothing.
  if (value > 0 && percent < 0.1) return '<0.1%';
  if (value < 1 && percent > 99.9) return '>99.9%';
  return `${Number(percent.toFixed(percent < 10 ? 1 : 0))}%`;
}

/** 45 s, 12 min, 3.5 h, 2 d. */
export function durationText(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 86_400) return `${Number((seconds / 3_600).toFixed(1))} h`;
  return `${Number((seconds / 86_400).toFixed(1))} d`;
}

/** The change from before to now as a share of before; null when there is nothing to compare with. */
export function changeOf(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : (now - before) / before;
}
