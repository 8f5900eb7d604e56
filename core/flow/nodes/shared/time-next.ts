import { DAY_MS, localTimeOf, momentOf, weekdayOf } from './time-zone.ts';
import type { Weekday } from './time-zone.ts';

export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/**
 * The next moment, always after `now`, at which the zone's clock shows this time on one of these weekdays.
 *
 * @param clockMs milliseconds after midnight, see `clockMsOf`
 * @returns null without weekdays
 */
export function nextTimeOfDay(
  now: Date,
  clockMs: number,
  weekdays: readonly number[],
  timeZone: string,
): Date | null {
  if (Number.isNaN(now.getTime())) return null;
  const { dayMs: today } = localTimeOf(now, timeZone);
  // From yesterday on: in a gap over midnight yesterday's last times are still to come.
  for (let days = -1; days <= 8; days += 1) {
    const dayMs = today + days * DAY_MS;
    if (!weekdays.includes(weekdayOf(dayMs))) continue;
    const moment = momentOf(dayMs, clockMs, timeZone);
    if (moment > now) return moment;
  }
  return null;
}

/** The longest time between two such moments, an hour for a change of the clock included; 0 without weekdays. */
export function longestPauseMs(weekdays: readonly number[]): number {
  const days = EVERY_DAY.filter((day) => weekdays.includes(day));
  const [first] = days;
  if (first === undefined) return 0;
  const gaps = days.map((day, index) => (days[index + 1] ?? first + 7) - day);
  return Math.max(...gaps) * DAY_MS + 60 * 60 * 1000;
}
