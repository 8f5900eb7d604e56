/** Times as people read them. Pure: the present and the language come in as values. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** For lists: "now", "5 min", "14:05" today, "Tue" within a week, "3 Nov", "3 Nov 2025". */
export function listTime(iso: string, now: Date, locale?: string): string {
  const at = new Date(iso);
  const ageMs = now.getTime() - at.getTime();
  if (ageMs < MINUTE_MS && ageMs > -MINUTE_MS) return 'now';
  if (ageMs > 0 && ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min`;
  if (isSameDay(at, now)) return clockTime(iso, locale);
  if (ageMs > 0 && ageMs < 6 * DAY_MS) return at.toLocaleDateString(locale, { weekday: 'short' });
  return shortDate(at, now, locale);
}

/** "5 minutes ago", "in 2 hours", "yesterday". */
export function relativeTime(iso: string, now: Date, locale = 'en'): string {
  const diffMs = new Date(iso).getTime() - now.getTime();
  const size = Math.abs(diffMs);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (size < MINUTE_MS) return 'just now';
  if (size < HOUR_MS) return format.format(Math.trunc(diffMs / MINUTE_MS), 'minute');
  if (size < DAY_MS) return format.format(Math.trunc(diffMs / HOUR_MS), 'hour');
  if (size < 30 * DAY_MS) return format.format(Math.trunc(diffMs / DAY_MS), 'day');
  return shortDate(new Date(iso), now, locale);
}

/** "14:05" in the reader's own zone. */
export function clockTime(iso: string, locale?: string): string {
  return new Date(iso).toLocaleTimeString(locale, { timeStyle: 'short' });
}

export function fullTime(iso: string, locale?: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** The pill between two days of a thread: "Today", "Yesterday", "Tuesday, 3 November". */
export function dayLabel(iso: string, now: Date, locale?: string): string {
  const at = new Date(iso);
  if (isSameDay(at, now)) return 'Today';
  if (isSameDay(at, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return 'Yesterday';
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return at.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year });
}

export function isSameDay(left: Date, right: Date): boolean {
  return (
    left.getFullYear() === right.getFullYear() &&
    left.getMonth() === right.getMonth() &&
    left.getDate() === right.getDate()
  );
}

/** What is left until a deadline: "23 h 14 min", "14 min 05 s" in the last hour, null when it has passed. */
export function countdown(untilIso: string, now: Date): string | null {
  const leftMs = new Date(untilIso).getTime() - now.getTime();
  if (leftMs <= 0) return null;
  const hours = Math.floor(leftMs / HOUR_MS);
  const minutes = Math.floor((leftMs % HOUR_MS) / MINUTE_MS);
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
  const seconds = Math.floor((leftMs % MINUTE_MS) / 1_000);
  return minutes > 0 ? `${minutes} min ${String(seconds).padStart(2, '0')} s` : `${seconds} s`;
}

function shortDate(at: Date, now: Date, locale?: string): string {
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'short', year });
}
