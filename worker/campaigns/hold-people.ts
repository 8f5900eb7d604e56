/** People whom one campaign at a time writes to: another one that counts their messages just now would not see this one's. */
import type { Tx } from '../../platform/db/pool.ts';

/**
 * Until the end of the transaction. It never waits, so it can't be part of a deadlock.
 * @returns those whom no other campaign holds just now
 */
export async function holdPeople(tx: Tx, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
  const held = await tx<{ id: string }[]>`
    select id from unnest(${contactIds as string[]}::text[]) as p (id)
    where pg_try_advisory_xact_lock(hashtextextended('parley.campaign_person:' || id, 0))`;
  return new Set(held.map(({ id }) => id));
}
