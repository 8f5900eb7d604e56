/**
 * Local time in a zone, from nothing but the zone's offsets: neither the host's zone nor its locale plays a part.
 * Over changes of the clock two rules hold: a time that doesn't exist moves to the first moment after the gap, and a
 * time that exists twice means the first one.
 */
import { tzOffset } from '@date-fns/tz';

export const MINUTE_MS = 60 * 1000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A moment as its zone's clock and calendar show it. */
export interface LocalTime {
  /** The calendar day as the time of its midnight in UTC: days are counted by `DAY_MS`, whatever the clock does. */
  dayMs: number;
  /** What the clock shows, in milliseconds after `00:00`. */
  clockMs: number;
  /** 1 Monday to 7 Sunday. */
  weekday: Weekday;
}

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Whether this is a zone of the IANA list or an offset such as `+05:30`. */
export function isTimeZone(timeZone: string): boolean {
  const known = knownZones.get(timeZone);
  if (known !== undefined) return known;
  const isKnown = canFormat(timeZone);
  if (knownZones.size >= MAX_KNOWN_ZONES) knownZones.clear();
  knownZones.set(timeZone, isKnown);
  return isKnown;
}

/** How far the zone's clock is ahead of UTC at that moment; 0 for a zone that doesn't exist. */
export function zoneOffsetMs(timeZone: string, atMs: number): number {
  if (!isTimeZone(timeZone) || Number.isNaN(new Date(atMs).getTime())) return 0;
  const offsetMs = Math.round(tzOffset(timeZone, new Date(atMs)) * MINUTE_MS);
  return Number.isFinite(offsetMs) ? offsetMs : 0;
}

/** @param at a valid date; an unknown zone counts as UTC. */
export function localTimeOf(at: Date, timeZone: string): LocalTime {
  const wallMs = at.getTime() + zoneOffsetMs(timeZone, at.getTime());
  const dayMs = Math.floor(wallMs / DAY_MS) * DAY_MS;
  return { dayMs, clockMs: wallMs - dayMs, weekday: weekdayOf(dayMs) };
}

/** @param dayMs midnight of the day in UTC */
export function weekdayOf(dayMs: number): Weekday {
  return (((new Date(dayMs).getUTCDay() + 6) % 7) + 1) as Weekday;
}

/** The moment at which the zone's clock shows this time on this day, by the two rules above. */
export function momentOf(dayMs: number, clockMs: number, timeZone: string): Date {
  const wallMs = dayMs + clockMs;
  // No offset is as large as a day, so these two are surely those before and after a change of the clock near `wallMs`.
  const before = zoneOffsetMs(timeZone, wallMs - DAY_MS);
  const after = zoneOffsetMs(timeZone, wallMs + DAY_MS);
  const moments = [before, after]
    .filter((offsetMs) => zoneOffsetMs(timeZone, wallMs - offsetMs) === offsetMs)
    .map((offsetMs) => wallMs - offsetMs);
  if (moments.length > 0) return new Date(Math.min(...moments));
  return new Date(changeOfClock(timeZone, wallMs - after, wallMs - before, after));
}

/** The first moment after `fromMs`, up to `toMs`, with this offset. */
function changeOfClock(timeZone: string, fromMs: number, toMs: number, offsetMs: number): number {
  let [before, since] = [fromMs, toMs];
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (zoneOffsetMs(timeZone, middle) === offsetMs) since = middle;
    else before = middle;
  }
  return since;
}

const knownZones = new Map<string, boolean>();
/** There are about 600 zones; more than this are somebody's inventions. */
const MAX_KNOWN_ZONES = 2_000;

function canFormat(timeZone: string): boolean {
  if (timeZone === '' || timeZone.length > 64) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}
