/** Days and moments that lie some time before or after others, for `plus_days` and `plus_hours`. */
import { momentOfText, readTime } from './nodes/shared/time-text.ts';
import { DAY_MS, HOUR_MS, isTimeZone, localTimeOf, momentOf } from './nodes/shared/time-zone.ts';

/** A century; also keeps results within four digits of a year. */
const MAX_DAYS = 36_525;

/**
 * Counts on the calendar: the clock of the zone shows the same time on the day that is reached.
 *
 * @returns a day for a day, a moment in UTC for a moment or a time of day; null when the text is no ISO date
 */
export function plusDays(text: string, days: number, timeZone: string): string | null {
  const written = readIso(text);
  if (written === null || !Number.isInteger(days) || Math.abs(days) > MAX_DAYS) return null;
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const { dayMs, clockMs } = 'at' in written ? localTimeOf(written.at, zone) : written;
  const shiftedMs = dayMs + days * DAY_MS;
  return clockMs === null ? isoDay(shiftedMs) : iso(momentOf(shiftedMs, clockMs, zone));
}

/** Counts time as it passes. A day counts from its beginning in the zone. */
export function plusHours(text: string, hours: number, timeZone: string): string | null {
  const written = readIso(text);
  if (written === null || !Number.isFinite(hours) || Math.abs(hours) > MAX_DAYS * 24) return null;
  const from = momentOfText(written, isTimeZone(timeZone) ? timeZone : 'UTC');
  return iso(new Date(from.getTime() + Math.round(hours * HOUR_MS)));
}

function readIso(text: string) {
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? readTime(text, null) : null;
}

function isoDay(dayMs: number): string | null {
  return iso(new Date(dayMs))?.slice(0, 10) ?? null;
}

/** Null for years that an ISO date can't have with four digits. */
function iso(at: Date): string | null {
  const year = at.getUTCFullYear();
  return year >= 1000 && year <= 9999 ? at.toISOString() : null;
}
