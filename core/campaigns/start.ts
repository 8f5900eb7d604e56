/** When a campaign begins, of the local time in its document. */
import { clockMsOf } from '../flow/nodes/shared/time-of-day.ts';
import { HOUR_MS, MINUTE_MS, momentOf } from '../flow/nodes/shared/time-zone.ts';
import type { CampaignDelivery } from './document.ts';
import { problem, type CampaignProblem } from './problems.ts';

type Timing = Pick<CampaignDelivery, 'startsAt' | 'timing'>;

/** No clock on earth is further ahead of UTC, and none further behind. */
const FIRST_ZONE_MS = 14 * HOUR_MS;
const LAST_ZONE_MS = -12 * HOUR_MS;

/**
 * When the first message may go out: `now` without a time; by local time when the first place on earth has it, and never before
 * `now`. A time that the clock leaves out means the first moment after it, one that comes twice the first of both.
 * @param timeZone of the organisation
 */
export function startOf({ startsAt, timing }: Timing, timeZone: string, now: Date): Date {
  if (startsAt === null) return now;
  const { dayMs, clockMs } = wallTimeOf(startsAt);
  const start =
    timing === 'localTime' ? new Date(dayMs + clockMs - FIRST_ZONE_MS) : momentOf(dayMs, clockMs, timeZone);
  return start < now ? now : start;
}

/** When it is due for people in a zone: by local time when that time comes there, at the start where it has passed. */
export function localStartOf({ startsAt, timing }: Timing, timeZone: string, start: Date): Date {
  if (timing !== 'localTime' || startsAt === null) return start;
  const { dayMs, clockMs } = wallTimeOf(startsAt);
  const due = momentOf(dayMs, clockMs, timeZone);
  return due < start ? start : due;
}

/** A time is past once its minute is over; by local time, once it is so everywhere. */
export function startProblems({ startsAt, timing }: Timing, timeZone: string, now: Date): CampaignProblem[] {
  if (startsAt === null) return [];
  const { dayMs, clockMs } = wallTimeOf(startsAt);
  const isOver = (atMs: number) => atMs + MINUTE_MS <= now.getTime();
  const atHome = momentOf(dayMs, clockMs, timeZone).getTime();
  if (timing === 'everybodyAtOnce')
    return isOver(atHome)
      ? [problem('start_in_the_past', FIELD, 'This time is over: choose a later one.')]
      : [];
  if (isOver(dayMs + clockMs - LAST_ZONE_MS))
    return [problem('start_in_the_past', FIELD, 'This time is over everywhere: choose a later one.')];
  return isOver(dayMs + clockMs - FIRST_ZONE_MS)
    ? [problem('time_passed_for_some', FIELD, 'Where it is later than that already, people get it at once.')]
    : [];
}

const FIELD = 'delivery.startsAt';

/** @param local such as `2026-12-24T09:30` */
function wallTimeOf(local: string): { dayMs: number; clockMs: number } {
  const [day = '', clock = ''] = local.split('T');
  return { dayMs: Date.parse(`${day}T00:00:00Z`), clockMs: clockMsOf(clock) ?? 0 };
}
