/** When something was: days of 24 hours before now, or days of the calendar where the organisation is. */
import { localTimeOf } from '../flow/nodes/shared/time-zone.ts';
import type { Period } from './tests.ts';

/** What a test is asked by. */
export interface Clock {
  now: Date;
  /** IANA name; of the organisation. */
  timeZone: string;
}

const DAY_MS = 86_400_000;
export const EPOCH = 'T00:00:00.000Z';

/** @param at RFC 3339 */
export function isInPeriod(at: string, { days, from, to }: Period, clock: Clock): boolean {
  if (days !== undefined) return isWithin(at, days, clock.now);
  return from === undefined || to === undefined || isBetween(at, from, to, clock.timeZone);
}

/** The edge itself is not within. */
export function isWithin(at: string, days: number, now: Date): boolean {
  return Date.parse(at) > msBefore(now, days);
}

export function msBefore(now: Date, days: number): number {
  return now.getTime() - days * DAY_MS;
}

/** From the beginning of the first day to the end of the last. */
export function isBetween(at: string, from: string, to: string, timeZone: string): boolean {
  const day = dayOf(new Date(at), timeZone);
  return day >= from && day <= to;
}

/** The day of the calendar at that moment, as `2026-11-24`. */
export function dayOf(at: Date, timeZone: string): string {
  return new Date(localTimeOf(at, timeZone).dayMs).toISOString().slice(0, 10);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day + EPOCH) + days * DAY_MS).toISOString().slice(0, 10);
}
