/** Opening times: whether they are on, and when they come next. */
import type { BusinessHours } from '../../run.ts';
import { clockMsOf } from './time-of-day.ts';
import { DAY_MS, localTimeOf, momentOf, weekdayOf } from './time-zone.ts';

const OFFICE_DAY = [{ from: '09:00', to: '17:00' }];

/** For organisations that have set none: Monday to Friday, nine to five. */
export const DEFAULT_BUSINESS_HOURS: BusinessHours = {
  weekly: { 1: OFFICE_DAY, 2: OFFICE_DAY, 3: OFFICE_DAY, 4: OFFICE_DAY, 5: OFFICE_DAY },
  closedOn: [],
};

/** Further ahead nobody waits for an opening. */
const MAX_DAYS_AHEAD = 365;

export function isOpenAt(hours: BusinessHours, at: Date, timeZone: string): boolean {
  if (Number.isNaN(at.getTime())) return false;
  const { dayMs: today } = localTimeOf(at, timeZone);
  return [-1, 0, 1].some((days) =>
    openingsOn(hours, today + days * DAY_MS, timeZone).some(({ from, to }) => from <= at && at < to),
  );
}

/**
 * @returns `now` itself while it is open, else the next moment at which it opens; null when that doesn't happen within
 * a year. Ranges whose end is before their start span midnight and belong to the day on which they start.
 */
export function nextOpening(hours: BusinessHours, now: Date, timeZone: string): Date | null {
  if (Number.isNaN(now.getTime())) return null;
  if (isOpenAt(hours, now, timeZone)) return now;
  const { dayMs: today } = localTimeOf(now, timeZone);
  for (let days = 0; days <= MAX_DAYS_AHEAD; days += 1) {
    const starts = openingsOn(hours, today + days * DAY_MS, timeZone).map(({ from }) => from.getTime());
    const next = Math.min(...starts.filter((start) => start > now.getTime()));
    if (Number.isFinite(next)) return new Date(next);
  }
  return null;
}

/** Whether some day of the week has an opening that can be read. */
export function hasOpenings(hours: BusinessHours): boolean {
  return Object.values(hours.weekly).some((ranges) => ranges.some((range) => clockRange(range) !== null));
}

function openingsOn(hours: BusinessHours, dayMs: number, timeZone: string): { from: Date; to: Date }[] {
  const ranges = hours.weekly[weekdayOf(dayMs)] ?? [];
  if (ranges.length === 0 || hours.closedOn.includes(new Date(dayMs).toISOString().slice(0, 10))) return [];
  return ranges.flatMap((range) => {
    const clock = clockRange(range);
    if (clock === null) return [];
    const from = momentOf(dayMs, clock.from, timeZone);
    const to = momentOf(dayMs, clock.to, timeZone);
    // A range that lies in a gap of the clock is over before it begins.
    return from < to ? [{ from, to }] : [];
  });
}

/** Milliseconds after midnight, the end perhaps on the next day; null when the range is empty or unreadable. */
function clockRange(range: { from: string; to: string }): { from: number; to: number } | null {
  const from = clockMsOf(range.from);
  const to = clockMsOf(range.to);
  if (from === null || to === null || from === to || from === DAY_MS) return null;
  return { from, to: from < to ? to : to + DAY_MS };
}
