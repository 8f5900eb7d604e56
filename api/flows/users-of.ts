import type { Tx } from '../../platform/db/pool.ts';

/** Names of at most five published flows, whether paused or not, whose document holds the id of something. */
export async function flowsThatName(tx: Tx, org: string, id: string): Promise<string[]> {
  const rows = await tx<{ name: string }[]>`
    select f.name from public.flows f join public.flow_versions v on v.id = f.published_version_id
    where f.org_id = ${org} and f.status in ('live', 'paused') and strpos(lower(v.doc::text), ${id}) > 0
    order by f.name limit 5`;
  return rows.map(({ name }) => name);
}
