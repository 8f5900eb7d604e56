/** Days and moments as conditions compare them. */
import { normaliseText } from '../shared/normalise.ts';
import { clockMsOf } from '../shared/time-of-day.ts';
import { momentOfText, readTime } from '../shared/time-text.ts';
import type { WrittenTime } from '../shared/time-text.ts';
import { DAY_MS, HOUR_MS, localTimeOf, MINUTE_MS } from '../shared/time-zone.ts';

/** When and where the test takes place, for "today" and "in 3 days". */
export interface Moment {
  now: Date;
  timeZone: string;
}

/**
 * Below 0 when `actual` comes first, null when one of them is no date. Two moments are compared exactly; when one of them is
 * only a day, the days are, in the person's zone.
 */
export function dateOrder(actual: string, expected: string, moment?: Moment): number | null {
  const timeZone = moment?.timeZone ?? 'UTC';
  const left = readTime(actual, null);
  const right = moment ? readExpected(expected, moment) : readTime(expected, null);
  if (left === null || right === null) return null;
  return isDay(left) || isDay(right)
    ? dayOf(left, timeZone) - dayOf(right, timeZone)
    : momentOfText(left, timeZone).getTime() - momentOfText(right, timeZone).getTime();
}

/** Why nothing can be compared with this text, null when it can. */
export function dateProblem(expected: string): string | null {
  if (clockMsOf(expected.trim()) !== null) return null;
  return readExpected(expected, { now: new Date(0), timeZone: 'UTC' }) === null
    ? `"${expected}" is no date: write today, tomorrow, in 3 days, 2 hours ago, now, 2026-12-24 or 18:00.`
    : null;
}

const DISTANCE = /^(?:in (\d{1,5}) (minute|hour|day|week)s?|(\d{1,5}) (minute|hour|day|week)s? ago)$/;

function readExpected(text: string, { now, timeZone }: Moment): WrittenTime | null {
  const words = normaliseText(text);
  if (words === 'now') return { at: now };
  const today = localTimeOf(now, timeZone).dayMs;
  const distance = DISTANCE.exec(words);
  if (!distance) return readTime(text, today);
  const count = distance[1] === undefined ? -Number(distance[3]) : Number(distance[1]);
  switch (distance[2] ?? distance[4]) {
    case 'minute':
      return { at: new Date(now.getTime() + count * MINUTE_MS) };
    case 'hour':
      return { at: new Date(now.getTime() + count * HOUR_MS) };
    case 'week':
      return { dayMs: today + count * 7 * DAY_MS, clockMs: null };
    default:
      return { dayMs: today + count * DAY_MS, clockMs: null };
  }
}

function isDay(written: WrittenTime): boolean {
  return !('at' in written) && written.clockMs === null;
}

function dayOf(written: WrittenTime, timeZone: string): number {
  return 'at' in written ? localTimeOf(written.at, timeZone).dayMs : written.dayMs;
}
