/** Days and moments in words, by Liquid's own signs (`%d.%m.%Y`), without the host's clock, zone or locale. */
import { momentOfText, readTime } from './nodes/shared/time-text.ts';
import {
  DAY_MS,
  HOUR_MS,
  isTimeZone,
  localTimeOf,
  MINUTE_MS,
  zoneOffsetMs,
} from './nodes/shared/time-zone.ts';
import type { LocalTime } from './nodes/shared/time-zone.ts';

/** Longer results are cut off by the limits of templates anyway. */
const MAX_PAD = 20;

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'],
  ...['November', 'December'],
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const SIGN = /%([-_0^#]*)(\d{1,3})?(:{0,2})([A-Za-z%])/g;

/**
 * @param text an ISO date such as `2026-11-24`, `2026-11-24T09:30:00Z` or `2026-11-24 09:30`. A day and a time without an
 * offset show as they are written, a moment as the zone's clock shows it.
 * @param format signs of strftime; absent: the day, with the time when there is one
 * @returns null when the text is no ISO date
 */
export function formatDate(text: string, format: string | null, timeZone: string): string | null {
  const written = /^\d{4}-\d{2}-\d{2}/.test(text) ? readTime(text, null) : null;
  if (written === null) return null;
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const isDay = !('at' in written) && written.clockMs === null;
  const at = momentOfText(written, zone);
  const local: LocalTime =
    'at' in written ? localTimeOf(at, zone) : { ...localTimeOf(at, zone), ...wallOf(written) };
  const shown: Shown = { ...local, offsetMs: zoneOffsetMs(zone, at.getTime()), atMs: at.getTime(), zone };
  return (format ?? (isDay ? '%-d %B %Y' : '%-d %B %Y %H:%M')).replace(
    SIGN,
    (whole, flags: string, width: string | undefined, colons: string, sign: string) => {
      const part = partOf(sign, shown, colons);
      return part === null ? whole : padded(part, flags, width);
    },
  );
}

interface Shown extends LocalTime {
  offsetMs: number;
  atMs: number;
  zone: string;
}

type Part = { text: string; digits?: number };

/** A time that the zone skips shows as it is written. */
function wallOf(written: { dayMs: number; clockMs: number | null }) {
  return {
    dayMs: written.dayMs,
    clockMs: written.clockMs ?? 0,
    weekday: localTimeOf(new Date(written.dayMs), 'UTC').weekday,
  };
}

function partOf(sign: string, shown: Shown, colons: string): Part | null {
  const day = new Date(shown.dayMs);
  const year = day.getUTCFullYear();
  const hour = Math.floor(shown.clockMs / HOUR_MS);
  const number = (value: number, digits: number): Part => ({ text: String(value), digits });
  switch (sign) {
    case 'Y':
      return number(year, 4);
    case 'C':
      return number(Math.floor(year / 100), 2);
    case 'y':
      return number(year % 100, 2);
    case 'm':
      return number(day.getUTCMonth() + 1, 2);
    case 'd':
      return number(day.getUTCDate(), 2);
    case 'e':
      return { text: String(day.getUTCDate()).padStart(2) };
    case 'j':
      return number((shown.dayMs - Date.UTC(year, 0, 1)) / DAY_MS + 1, 3);
    case 'B':
      return { text: MONTHS[day.getUTCMonth()] ?? '' };
    case 'b':
    case 'h':
      return { text: (MONTHS[day.getUTCMonth()] ?? '').slice(0, 3) };
    case 'A':
      return { text: WEEKDAYS[day.getUTCDay()] ?? '' };
    case 'a':
      return { text: (WEEKDAYS[day.getUTCDay()] ?? '').slice(0, 3) };
    case 'u':
      return number(shown.weekday, 1);
    case 'w':
      return number(day.getUTCDay(), 1);
    case 'q':
      return { text: ordinalEnding(day.getUTCDate()) };
    case 'H':
      return number(hour, 2);
    case 'k':
      return { text: String(hour).padStart(2) };
    case 'I':
      return number(hour % 12 || 12, 2);
    case 'l':
      return { text: String(hour % 12 || 12).padStart(2) };
    case 'M':
      return number(Math.floor(shown.clockMs / MINUTE_MS) % 60, 2);
    case 'S':
      return number(Math.floor(shown.clockMs / 1000) % 60, 2);
    case 'L':
      return number(shown.clockMs % 1000, 3);
    case 'p':
      return { text: hour < 12 ? 'AM' : 'PM' };
    case 'P':
      return { text: hour < 12 ? 'am' : 'pm' };
    case 's':
      return { text: String(Math.floor(shown.atMs / 1000)) };
    case 'z':
      return { text: offsetText(shown.offsetMs, colons === '' ? '' : ':') };
    case 'Z':
      return { text: shown.zone };
    case 'F':
      return { text: joined(shown, '-', 'Y', 'm', 'd') };
    case 'D':
    case 'x':
      return { text: joined(shown, '/', 'm', 'd', 'y') };
    case 'T':
    case 'X':
      return { text: joined(shown, ':', 'H', 'M', 'S') };
    case 'R':
      return { text: joined(shown, ':', 'H', 'M') };
    case 'n':
      return { text: '\n' };
    case 't':
      return { text: '\t' };
    case '%':
      return { text: '%' };
    default:
      return null;
  }
}

function joined(shown: Shown, separator: string, ...signs: string[]): string {
  return signs
    .map((sign) => partOf(sign, shown, ''))
    .map((part) => (part?.digits ? part.text.padStart(part.digits, '0') : (part?.text ?? '')))
    .join(separator);
}

/** `-` takes padding away, `_` pads with blanks, `0` with zeros, `^` and `#` make capitals. */
function padded({ text, digits }: Part, flags: string, width: string | undefined): string {
  const shown = flags.includes('^') || flags.includes('#') ? text.toUpperCase() : text;
  if (flags.includes('-')) return shown.trimStart();
  const wanted = Math.min(MAX_PAD, width === undefined ? (digits ?? 0) : Number(width));
  const fill = flags.includes('_') || (digits === undefined && !flags.includes('0')) ? ' ' : '0';
  return shown.padStart(wanted, fill);
}

function offsetText(offsetMs: number, separator: string): string {
  const minutes = Math.floor(Math.abs(offsetMs) / MINUTE_MS);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

function ordinalEnding(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ({ 1: 'st', 2: 'nd', 3: 'rd' } as Record<number, string>)[day % 10] ?? 'th';
}
