/** Meta's times: seconds since 1970, mostly as strings, sometimes as numbers, sometimes missing or plainly wrong. */
import { asNumber } from './json.ts';
import type { Json } from './sanitise.ts';

/** Where a time came from: Meta's own word, or the moment of arrival because Meta's word couldn't be used. */
export type TimeSource = 'meta' | 'arrival';

export interface EventTime {
  at: Date;
  source: TimeSource;
}

/** Clocks differ a little; more than this ahead is a wrong time, and must not keep a window open for years. */
export const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** Seconds reach this number in the year 5138, so anything above is milliseconds. */
const FIRST_MILLISECONDS_VALUE = 100_000_000_000;

/** When it happened: Meta's time, or that of arrival when Meta's is missing, unreadable or in the future. */
export function eventTime(value: Json | undefined, receivedAt: Date): EventTime {
  const at = readTime(value);
  const isUsable = at !== null && at.getTime() <= receivedAt.getTime() + MAX_CLOCK_SKEW_MS;
  return isUsable ? { at, source: 'meta' } : { at: receivedAt, source: 'arrival' };
}

/** A time that may well lie in the future (an expiry), or null. */
export function readTime(value: Json | undefined): Date | null {
  const number = asNumber(value);
  if (number === null || number < 0) return null;
  const date = new Date(number >= FIRST_MILLISECONDS_VALUE ? number : Math.floor(number) * 1_000);
  return Number.isNaN(date.getTime()) ? null : date;
}
