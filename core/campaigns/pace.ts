/** How fast and how far a campaign may go: what a number is allowed to do, and when the last message is out. */

/** Of what a number may send, campaigns leave the rest to answers and agents. */
export const CAMPAIGN_SHARE = 0.9;

/** @param numberRate messages a second that the number may send; @param ownRate of the campaign, null: as fast as the number may */
export function paceOf(numberRate: number, ownRate: number | null): number {
  return Math.min(numberRate * CAMPAIGN_SHARE, ownRate ?? Infinity);
}

/**
 * When the last of them is out: those who are due wait for each other, those who are due later don't hold anybody up. Null when nobody
 * is there.
 * @param pace messages a second
 */
export function finishOf(due: readonly { sendAt: Date; count: number }[], pace: number): Date | null {
  const sorted = due
    .filter(({ count }) => count > 0)
    .sort((left, right) => left.sendAt.getTime() - right.sendAt.getTime());
  if (sorted.length === 0) return null;
  let endMs = 0;
  for (const { sendAt, count } of sorted) endMs = Math.max(endMs, sendAt.getTime()) + (count / pace) * 1_000;
  return new Date(Math.ceil(endMs));
}

const THOUSANDS = /^TIER_(\d+)(K?)$/;

/**
 * How many people may be written to first in 24 hours. Null: without a limit, or not known.
 * @param limit as Meta writes it: `TIER_250`, `TIER_2K`, `TIER_UNLIMITED`, `-1`
 */
export function reachOf(limit: string | null): number | null {
  const match = THOUSANDS.exec(limit ?? '');
  if (match) return Number(match[1]) * (match[2] === 'K' ? 1_000 : 1);
  const number = Number(limit ?? '');
  return Number.isInteger(number) && number > 0 ? number : null;
}
