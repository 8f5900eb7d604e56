import type { Sql } from '../../platform/db/pool.ts';

/** Hours in one transaction. */
const BATCH = 50;
/** Counting takes one part in so many of the time: an hour in which millions write is counted less often, not all the time. */
const REST_FACTOR = 20;

/**
 * Counts the numbers of hours in which something changed (`private.count_marked_hours`). After each batch it rests for as long as the
 * batch deserves.
 * @returns whether there is more to do at once
 */
export function createHourCounter(sql: Sql): () => Promise<boolean> {
  let restsUntilMs = 0;
  return async () => {
    const startedAtMs = performance.now();
    if (startedAtMs < restsUntilMs) return false;
    const [row] = await sql<{ hours: number | null }[]>`select private.count_marked_hours(${BATCH}) as hours`;
    // Null: an organisation is counted from the start, and its hours are marked now.
    const isBehind = row!.hours === null || row!.hours === BATCH;
    const tookMs = performance.now() - startedAtMs;
    // Who is behind, after an update or a change of time zone, catches up.
    if (!isBehind) restsUntilMs = performance.now() + tookMs * REST_FACTOR;
    return isBehind;
  };
}
