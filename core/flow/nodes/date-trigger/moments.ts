/**
 * When a date of a contact is due. A date of 29 February is kept on the 28th in years without one; a yearly date begins with its
 * own year. Local times are right over changes of the clock; an unknown zone counts as UTC.
 */
import type { VariableValue } from '../../basics.ts';
import { clockMsOf } from '../shared/time-of-day.ts';
import { DAY_MS, localTimeOf, momentOf } from '../shared/time-zone.ts';
import { parseDate } from '../shared/values.ts';
import type { DateTriggerData } from './manifest.ts';

type DateRule = Pick<DateTriggerData, 'repeat' | 'offsetDays' | 'time'>;

export interface DateMoment {
  /** The day that is kept, as `2026-11-24`: the date itself or its anniversary, before the offset. */
  day: string;
  at: Date;
}

/** Longer periods are looked at by their end only. */
const MAX_PERIOD_MS = 366 * DAY_MS;

/** The newest moment after `from`, up to `to`, at which this date is due; null when there is none or the value is no date. */
export function dueMoment(
  value: VariableValue,
  rule: DateRule,
  timeZone: string,
  from: Date,
  to: Date,
): DateMoment | null {
  const day = typeof value === 'string' ? parseDate(value) : null;
  const clockMs = clockMsOf(rule.time);
  if (day === null || clockMs === null || Number.isNaN(to.getTime())) return null;
  const due = daysKept(day, rule, timeZone, from, to)
    .map((keptMs) => ({
      day: new Date(keptMs).toISOString().slice(0, 10),
      at: momentOf(keptMs + rule.offsetDays * DAY_MS, clockMs, timeZone),
    }))
    .filter(({ at }) => at > from && at <= to);
  return due.at(-1) ?? null;
}

/**
 * Days on which a date must lie to be due after `from`, up to `to`, in whatever zone: for a search that narrows down before
 * `dueMoment` decides. `year` is null for a yearly date.
 */
export function candidateDays(
  rule: DateRule,
  from: Date,
  to: Date,
): { year: number | null; month: number; day: number }[] {
  const fromMs = Math.max(from.getTime(), to.getTime() - MAX_PERIOD_MS);
  const days: { year: number | null; month: number; day: number }[] = [];
  // A local day lies at most a day beside the one in UTC.
  const firstMs = midnight(fromMs) - DAY_MS - rule.offsetDays * DAY_MS;
  const lastMs = midnight(to.getTime()) + DAY_MS - rule.offsetDays * DAY_MS;
  for (let ms = firstMs; ms <= lastMs; ms += DAY_MS) {
    const [year, month, day] = partsOf(ms);
    days.push({ year: rule.repeat === 'yearly' ? null : year, month, day });
    if (rule.repeat === 'yearly' && month === 2 && day === 28 && !isLeapYear(year))
      days.push({ year: null, month: 2, day: 29 });
  }
  return days;
}

/** In order; at most the date's day in the years that the period touches. */
function daysKept(day: string, rule: DateRule, timeZone: string, from: Date, to: Date): number[] {
  const dateMs = Date.parse(day);
  if (rule.repeat === 'once') return [dateMs];
  const [firstYear] = partsOf(dateMs);
  const fromMs = Math.max(from.getTime(), to.getTime() - MAX_PERIOD_MS);
  const [startYear] = partsOf(localTimeOf(new Date(fromMs), timeZone).dayMs - rule.offsetDays * DAY_MS);
  const [endYear] = partsOf(localTimeOf(to, timeZone).dayMs - rule.offsetDays * DAY_MS);
  const days: number[] = [];
  for (let year = Math.max(firstYear, startYear - 1); year <= endYear + 1; year += 1)
    days.push(anniversary(dateMs, year));
  return days;
}

function anniversary(dateMs: number, year: number): number {
  const [, month, day] = partsOf(dateMs);
  const isMissing = month === 2 && day === 29 && !isLeapYear(year);
  return Date.UTC(year, month - 1, isMissing ? 28 : day);
}

function partsOf(ms: number): [year: number, month: number, day: number] {
  const date = new Date(ms);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function midnight(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
