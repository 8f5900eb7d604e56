import type { Tx } from '../../platform/db/pool.ts';

/**
 * Whose watched segments have to be looked at, for changes that no event tells them of: events of imports are routed past everybody.
 * @param contactIds of this organisation; the caller has changed them in this transaction
 */
export async function noteSegmentChecks(tx: Tx, orgId: string, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  await tx`
    insert into private.segment_checks (org_id, contact_id)
    select ${orgId}, contact_id from unnest(${contactIds as string[]}::uuid[]) contact_id
    where exists (select from segments where org_id = ${orgId} and members_since is not null)`;
}
