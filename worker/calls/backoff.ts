/** Pauses between attempts at a call. People wait for the answer, so they are short; a server's wish counts up to a minute. */
import { MAX_CALL_PAUSE_MS } from '../../core/flow/nodes/shared/call-clock.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 16_000;

/**
 * @param attempt number of the one that has just failed
 * @param random 0 to 1, spreads those that failed together
 */
export function pauseMs(attempt: number, retryAfterMs: number | null, random: number): number {
  const own = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  const spread = own / 2 + (own / 2) * random;
  return Math.round(Math.min(MAX_CALL_PAUSE_MS, Math.max(spread, retryAfterMs ?? 0)));
}
