import { clockMsOf } from './time-of-day.ts';
import { DAY_MS, localTimeOf, momentOf } from './time-zone.ts';

/**
 * When the quiet hours end in which `now` lies.
 *
 * @param hours times of day as `HH:MM`; `from` after `to` spans midnight. Equal or unreadable times mean no quiet hours.
 * @param timeZone an unknown zone counts as UTC
 * @returns null when `now` isn't quiet, else a moment after `now`
 */
export function quietHoursEnd(now: Date, hours: { from: string; to: string }, timeZone: string): Date | null {
  const from = clockMsOf(hours.from);
  const to = clockMsOf(hours.to);
  if (from === null || to === null || (to - from) % DAY_MS === 0 || Number.isNaN(now.getTime())) return null;
  const { dayMs: today } = localTimeOf(now, timeZone);
  // Ranges are compared as moments, not by what the clock shows: an hour that exists twice would be quiet again. Where
  // the clock goes back over midnight, tomorrow's range may have begun.
  for (const dayMs of [today - DAY_MS, today, today + DAY_MS]) {
    const start = momentOf(dayMs, from, timeZone);
    const end = momentOf(from < to ? dayMs : dayMs + DAY_MS, to, timeZone);
    if (start <= now && now < end) return end;
  }
  return null;
}
