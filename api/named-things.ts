/**
 * Segments and files that flows and campaigns name. Whoever publishes or starts one looks whether they are there, whoever deletes one of
 * them looks whether it is named: the lock of an organisation lets neither look before the other has committed.
 */
import type { Tx } from '../platform/db/pool.ts';

/** Before looking whether what is named is there. Several may hold it at once. */
export async function holdNamedThings(tx: Tx, org: string): Promise<void> {
  await tx`select pg_advisory_xact_lock_shared(${keyOf(tx, org)})`;
}

/** Before looking whether what is to be deleted is named: waits for those who hold them, and keeps others waiting. */
export async function takeNamedThings(tx: Tx, org: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(${keyOf(tx, org)})`;
}

function keyOf(tx: Tx, org: string) {
  return tx`hashtextextended('parley.named:' || ${org}, 0)`;
}
