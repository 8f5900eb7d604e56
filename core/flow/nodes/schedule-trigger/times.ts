/** When a schedule is due. Local times are right over changes of the clock; an unknown zone counts as UTC. */
import { clockMsOf } from '../shared/time-of-day.ts';
import { DAY_MS, localTimeOf, momentOf, weekdayOf } from '../shared/time-zone.ts';
import { parseDate } from '../shared/values.ts';
import type { Schedule } from './manifest.ts';

/** More than the longest pause between two times: 31 days, and a day a zone may skip. */
const DAYS_AHEAD = 40;

/** The first time after `after`; null when there is none, also for a schedule that isn't complete. */
export function nextScheduledTime(schedule: Schedule, timeZone: string, after: Date): Date | null {
  if (Number.isNaN(after.getTime())) return null;
  for (const dayMs of daysFrom(schedule, after, timeZone)) {
    const moment = timeOnDay(schedule, dayMs, timeZone);
    if (moment !== null && moment > after) return moment;
  }
  return null;
}

/** The next times in order, at most `count`. */
export function nextScheduledTimes(schedule: Schedule, timeZone: string, after: Date, count: number): Date[] {
  const times: Date[] = [];
  for (let at: Date | null = after; times.length < count;) {
    at = nextScheduledTime(schedule, timeZone, at);
    if (at === null) break;
    times.push(at);
  }
  return times;
}

/**
 * The newest time after `after`, up to `upTo`; null when there was none. Times before it are passed over: who comes late begins
 * with what is due now.
 */
export function lastScheduledTime(
  schedule: Schedule,
  timeZone: string,
  after: Date,
  upTo: Date,
): Date | null {
  if (Number.isNaN(upTo.getTime())) return null;
  const sinceMs = Math.max(after.getTime(), upTo.getTime() - DAYS_AHEAD * DAY_MS);
  // Once: it may be long ago, and is looked at by itself.
  if (schedule.kind === 'once') {
    const moment = nextScheduledTime(schedule, timeZone, after);
    return moment !== null && moment <= upTo ? moment : null;
  }
  let last: Date | null = null;
  for (let at = nextScheduledTime(schedule, timeZone, new Date(sinceMs)); at !== null && at <= upTo;) {
    last = at;
    at = nextScheduledTime(schedule, timeZone, at);
  }
  return last;
}

/** Days that may hold the next time, as midnights in UTC. */
function* daysFrom(schedule: Schedule, after: Date, timeZone: string): Generator<number> {
  if (schedule.kind === 'once') {
    const day = parseDate(schedule.date);
    if (day !== null) yield Date.parse(day);
    return;
  }
  // From yesterday on: where the clock goes back over midnight, yesterday's time may be still to come.
  const { dayMs: today } = localTimeOf(after, timeZone);
  for (let days = -1; days <= DAYS_AHEAD; days += 1) yield today + days * DAY_MS;
}

function timeOnDay(schedule: Schedule, dayMs: number, timeZone: string): Date | null {
  const clockMs = clockMsOf(schedule.time);
  if (clockMs === null || !isOnDay(schedule, dayMs)) return null;
  return momentOf(dayMs, clockMs, timeZone);
}

function isOnDay(schedule: Schedule, dayMs: number): boolean {
  switch (schedule.kind) {
    case 'once':
    case 'daily':
      return true;
    case 'weekly':
      return schedule.days.includes(weekdayOf(dayMs));
    case 'monthly': {
      const day = new Date(dayMs);
      const lastDay = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
      return day.getUTCDate() === Math.min(schedule.day, lastDay);
    }
  }
}
