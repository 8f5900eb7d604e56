/** Who is in a flow just now, and where. */
import type { FlowStanding } from '../../core/api/flow-versions.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';

/**
 * Runs in progress by version and step; inside a subflow the step that called it counts.
 * @throws ApiError not_found
 */
export async function findStanding(tx: Tx, org: string, flow: string): Promise<FlowStanding['places']> {
  const [[found], places] = await Promise.all([
    tx`select 1 from public.flows where org_id = ${org} and id = ${flow}`,
    tx<FlowStanding['places']>`
      select v.number as version, split_part(r.current_node_id, '/', 1) as "nodeId", count(*)::int as people,
        (count(*) filter (where r.status = 'needsAttention'))::int as "needAttention",
        case when r.current_node_id is null then r.trigger_node_id end as "startsAt"
      from public.flow_runs r join public.flow_versions v on v.id = r.flow_version_id
      where r.org_id = ${org} and r.flow_id = ${flow} and r.ended_at is null
      group by 1, 2, 5 order by 1 desc, 3 desc, 2`,
  ]);
  if (!found) throw new ApiError('not_found');
  return places;
}
