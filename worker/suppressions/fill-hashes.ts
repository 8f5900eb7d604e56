/**
 * Hashes for identities that were written without one: rows from before there were hashes, from seeds, or from other hands. With its
 * hash an identity meets the list of suppressions, and its contact shows it; the gate doesn't rely on it.
 */
import type { Sql } from '../../platform/db/pool.ts';
import { suppressionHash, type SuppressionKeys } from '../../platform/secrets/suppression.ts';

/** At a time; the next pass follows at once while there are more. */
const BATCH = 1_000;

/** @returns whether there are probably more */
export async function fillIdentityHashes(sql: Sql, keys: SuppressionKeys): Promise<boolean> {
  const rows = await sql<{ orgId: string; kind: string; value: string }[]>`
    select org_id as "orgId", kind, value from contact_identities where hash is null limit ${BATCH}`;
  if (rows.length === 0) return false;
  const filled = [];
  for (const { orgId, kind, value } of rows) {
    filled.push({ orgId, kind, value, hash: suppressionHash(await keys(sql, orgId), value) });
  }
  await sql`
    update contact_identities i set hash = decode(f.hash, 'hex')
    from unnest(${filled.map(({ orgId }) => orgId)}::uuid[], ${filled.map(({ kind }) => kind)}::text[],
      ${filled.map(({ value }) => value)}::text[], ${filled.map(({ hash }) => hash)}::text[]) as f (org_id, kind, value, hash)
    where i.org_id = f.org_id and i.kind = f.kind and i.value = f.value and i.hash is null`;
  return rows.length === BATCH;
}
