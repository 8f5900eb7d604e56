/** When something was: days of 24 hours before now, or days of the calendar in UTC. */
import type { Period } from './tests.ts';

const DAY_MS = 86_400_000;
export const EPOCH = 'T00:00:00.000Z';

/** @param at RFC 3339 */
export function isInPeriod(at: string, { days, from, to }: Period, now: Date): boolean {
  if (days !== undefined) return isWithin(at, days, now);
  return from === undefined || to === undefined || isBetween(at, from, to);
}

/** The edge itself is not within. */
export function isWithin(at: string, days: number, now: Date): boolean {
  return Date.parse(at) > msBefore(now, days);
}

export function msBefore(now: Date, days: number): number {
  return now.getTime() - days * DAY_MS;
}

/** From the beginning of the first day to the end of the last. */
export function isBetween(at: string, from: string, to: string): boolean {
  const ms = Date.parse(at);
  return ms >= Date.parse(from + EPOCH) && ms < Date.parse(dayAfter(to, 1) + EPOCH);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day + EPOCH) + days * DAY_MS).toISOString().slice(0, 10);
}
