/** Table `flow_versions`, with who published a version and how many runs stand on it. */
import type { FlowVersion } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime } from './time.ts';

export interface FlowVersionRow {
  id: string;
  flow_id: string;
  number: number;
  note: string | null;
  author_id: string | null;
  author_name: string | null;
  active_runs: number;
  total_runs: number;
  created_at: Date;
}

/** Versions of one flow, `v`, without their documents; a condition may follow. */
export function selectFlowVersions(tx: Tx, org: string, flow: string) {
  return tx`
    select v.id, v.flow_id, v.number, v.note, v.author_id, m.name as author_name, v.created_at,
      coalesce(r.active, 0)::int as active_runs, coalesce(r.total, 0)::int as total_runs
    from public.flow_versions v
    left join private.member_names(${org}) m on m.user_id = v.author_id
    left join (
      select r.flow_version_id, count(*) as total, count(*) filter (where r.ended_at is null) as active
      from public.flow_runs r where r.org_id = ${org} and r.flow_id = ${flow} group by r.flow_version_id
    ) r on r.flow_version_id = v.id
    where v.org_id = ${org} and v.flow_id = ${flow}`;
}

/** @throws ApiError not_found */
export async function findFlowVersion(
  tx: Tx,
  org: string,
  flow: string,
  number: number,
): Promise<FlowVersionRow> {
  const [row] = await tx<FlowVersionRow[]>`${selectFlowVersions(tx, org, flow)} and v.number = ${number}`;
  if (!row) throw new ApiError('not_found');
  return row;
}

export function toFlowVersion(row: FlowVersionRow): FlowVersion {
  return {
    id: row.id,
    flowId: row.flow_id,
    number: row.number,
    note: row.note,
    authorId: row.author_id,
    authorName: row.author_name,
    runs: { active: row.active_runs, total: row.total_runs },
    createdAt: toTime(row.created_at),
  };
}
