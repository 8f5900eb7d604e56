/** When a delivery that failed is tried again, and how long an endpoint that fails is left alone. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After the first attempt, the second, and so on; the last one repeats until the delivery is given up after three days. */
const RETRY_AFTER_MS = [
  2 * SECOND_MS,
  10 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
];
const LONGEST_RETRY_MS = 12 * HOUR_MS;

/** So many failures in a row, and one delivery at a time finds out whether the endpoint is back. */
export const PAUSES_FROM = 5;
const FIRST_PAUSE_MS = 30 * SECOND_MS;
const LONGEST_PAUSE_MS = 30 * MINUTE_MS;

/**
 * @param attempts made so far, at least one
 * @param askedForMs what the server asks for (`Retry-After`)
 * @param chance from 0 to 1: spreads what failed together
 */
export function retryInMs(attempts: number, askedForMs: number | null, chance: number): number {
  const planned = RETRY_AFTER_MS[Math.min(attempts, RETRY_AFTER_MS.length) - 1] ?? LONGEST_RETRY_MS;
  const spread = planned * (0.9 + 0.2 * chance);
  return Math.round(Math.max(spread, Math.min(askedForMs ?? 0, LONGEST_RETRY_MS)));
}

/** @returns 0 while the endpoint isn't to be left alone */
export function pauseInMs(failuresInARow: number): number {
  if (failuresInARow < PAUSES_FROM) return 0;
  return Math.min(FIRST_PAUSE_MS * 2 ** (failuresInARow - PAUSES_FROM), LONGEST_PAUSE_MS);
}
