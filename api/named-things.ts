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

/** Names of at most five published flows, whether paused or not, whose document holds the id of something. */
export async function flowsThatName(tx: Tx, org: string, id: string): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select f.name from public.flows f join public.flow_versions v on v.id = f.published_version_id
    where f.org_id = ${org} and f.status in ('live', 'paused') and strpos(lower(v.doc::text), ${id}) > 0
    order by f.name limit 5`;
  return rows.map(({ name }) => name);
}

/** Names of at most five campaigns that are under way, or wait for it; a draft says by itself what it lacks. */
export async function campaignsThatName(tx: Tx, org: string, id: string): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select g.name from public.campaigns g
    where g.org_id = ${org} and g.status in ('awaitingApproval', 'scheduled', 'running', 'paused')
      and strpos(lower(g.doc::text), ${id}) > 0
    order by g.name limit 5`;
  return rows.map(({ name }) => name);
}

/** For a sentence. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ');
}
