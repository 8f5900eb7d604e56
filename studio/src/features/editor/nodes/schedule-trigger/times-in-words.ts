import type { Schedule } from '../../../../../../core/flow/nodes/schedule-trigger/manifest.ts';
import { nextScheduledTimes } from '../../../../../../core/flow/nodes/schedule-trigger/times.ts';
import { isTimeZone } from '../../../../../../core/flow/nodes/shared/time-zone.ts';

/** The next times of a schedule as its own zone's calendar shows them: "Monday, 30 November 2026 at 09:00". */
export function nextTimesInWords(
  schedule: Schedule,
  timeZone: string,
  now: Date,
  count: number,
  locale?: string,
): string[] {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    // What core takes for UTC, too.
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
  });
  return nextScheduledTimes(schedule, timeZone, now, count).map((at) => format.format(at));
}
