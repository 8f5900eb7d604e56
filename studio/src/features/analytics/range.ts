/** Days that numbers are shown of, as `2026-11-24`, where the organisation is. */
export interface DayRange {
  from: string;
  to: string;
}

export const presets = [
  { id: 'today', label: 'Today', days: 1 },
  { id: 'week', label: '7 days', days: 7 },
  { id: 'month', label: '30 days', days: 30 },
  { id: 'quarter', label: '90 days', days: 90 },
] as const;
export type PresetId = (typeof presets)[number]['id'];

/** The longest range that the API answers by day. */
export const MAX_DAYS = 366;
/** By hour a chart of more than two days has bars that nobody can hit. */
const MAX_DAYS_BY_HOUR = 2;
const DAY_MS = 86_400_000;

export function todayIn(timeZone: string, now: Date): string {
  // This locale writes days as we do.
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Both ends count. */
export function lengthOf({ from, to }: DayRange): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

export function presetRange(id: PresetId, today: string): DayRange {
  const { days } = presets.find((preset) => preset.id === id)!;
  return { from: addDays(today, 1 - days), to: today };
}

/** As many days right before it. */
export function rangeBefore(range: DayRange): DayRange {
  return { from: addDays(range.from, -lengthOf(range)), to: addDays(range.from, -1) };
}

export function bucketOf(range: DayRange): 'day' | 'hour' {
  return lengthOf(range) <= MAX_DAYS_BY_HOUR ? 'hour' : 'day';
}

/** Why a range can't be asked for; null: it can. */
export function rangeProblem(range: DayRange): string | null {
  const days = lengthOf(range);
  if (Number.isNaN(days)) return 'Choose both days.';
  if (days < 1) return 'The last day is before the first one.';
  return days > MAX_DAYS ? `At most ${MAX_DAYS} days.` : null;
}
