/** How long to wait before the next attempt, as data and one function. Chance comes in as a value. */
import type { RetryBehaviour } from './catalogue.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Delays {
  firstMs: number;
  factor: number;
  longestMs: number;
  /** Attempts in all. */
  maxAttempts: number;
  /** Up to this part of a delay is left out at random, so that many messages don't come back at once. */
  jitter: number;
}

/** `hold` and `never` have no delays: the one waits for people, the other for nothing. */
export const retryDelays: Record<Exclude<RetryBehaviour, 'hold' | 'never'>, Delays> = {
  backoff: { firstMs: SECOND_MS, factor: 2, longestMs: HOUR_MS, maxAttempts: Infinity, jitter: 0.25 },
  slowNumber: { firstMs: SECOND_MS, factor: 2, longestMs: HOUR_MS, maxAttempts: Infinity, jitter: 0.25 },
  // Meta's own advice for the pair limit: 4^n seconds, exactly, because only one contact waits.
  delayContact: { firstMs: SECOND_MS, factor: 4, longestMs: HOUR_MS, maxAttempts: Infinity, jitter: 0 },
  nextDay: { firstMs: DAY_MS, factor: 2, longestMs: 7 * DAY_MS, maxAttempts: 3, jitter: 0 },
};

/**
 * The delay before attempt number `attempt + 1`.
 *
 * @param attempt attempts made so far, at least 1
 * @param random in [0, 1)
 * @param retryAfterMs what Meta asked for; never waited for less, and at most 24 hours
 * @param maxAttempts the error's own limit (`SendErrorClass.maxAttempts`)
 * @returns null when there is no next attempt by itself
 */
export function retryDelayMs(
  behaviour: RetryBehaviour,
  attempt: number,
  random: number,
  retryAfterMs: number | null = null,
  maxAttempts: number | null = null,
): number | null {
  if (behaviour === 'hold' || behaviour === 'never') return null;
  const delays = retryDelays[behaviour];
  if (attempt >= Math.min(delays.maxAttempts, maxAttempts ?? Infinity)) return null;
  const delayMs = Math.min(delays.longestMs, delays.firstMs * delays.factor ** (attempt - 1));
  const jitteredMs = Math.round(delayMs * (1 - delays.jitter * random));
  return Math.max(jitteredMs, Math.min(retryAfterMs ?? 0, DAY_MS));
}
