/** Table `flow_jobs`. */
import type { FlowJob, JobAudience } from '../../core/api/flow-jobs.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface FlowJobRow {
  id: string;
  org_id: string;
  flow_id: string;
  kind: FlowJob['kind'];
  status: FlowJob['status'];
  audience: JobAudience | null;
  to_version: number | null;
  created_by: string;
  creator_name: string | null;
  total: number | null;
  done: number;
  skipped: number;
  failed: number;
  error: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  created_key: string;
}

/** Of a job `j`. */
export function flowJobColumns(tx: Tx) {
  return tx`
    j.id, j.org_id, j.flow_id, j.kind, j.status, j.total, j.done, j.skipped, j.failed, j.error, j.created_at, j.started_at,
    j.ended_at, j.created_at::text as created_key, j.created_by, (j.params ->> 'toVersion')::int as to_version,
    case when j.kind = 'enrol' then ${audience(tx)} end as audience,
    case when j.created_by like 'key:%' then private.api_key_name(j.org_id, substr(j.created_by, 5)::uuid)
      else (select m.name from private.member_names(j.org_id) m where 'user:' || m.user_id = j.created_by) end as creator_name`;
}

/** A job keeps ids: names change, and people are erased. */
function audience(tx: Tx) {
  return tx`(
    select jsonb_build_object('kind', a.kind, 'name', a.name, 'count', a.count)
    from (select j.params -> 'audience' as given) p cross join lateral (
      select 'contacts' as kind, (
        select c.name from public.contacts c where c.org_id = j.org_id and c.id = (p.given -> 'contactIds' ->> 0)::uuid
          and jsonb_array_length(p.given -> 'contactIds') = 1
      ) as name, jsonb_array_length(p.given -> 'contactIds') as count where p.given ? 'contactIds'
      union all select 'tag', p.given ->> 'tag', null where p.given ? 'tag'
      union all select 'segment', (
        select s.name from public.segments s where s.org_id = j.org_id and s.id = (p.given ->> 'segmentId')::uuid
      ), null where p.given ? 'segmentId'
      union all select 'all', null, null where p.given ? 'all') a)`;
}

export function toFlowJob(row: FlowJobRow): FlowJob {
  return {
    id: row.id,
    flowId: row.flow_id,
    kind: row.kind,
    status: row.status,
    audience: row.audience,
    toVersion: row.to_version,
    createdBy: { kind: creatorKind(row.created_by), name: row.creator_name },
    total: row.total,
    done: row.done,
    skipped: row.skipped,
    failed: row.failed,
    error: row.error,
    workflowId: workflowIds.flowJob(row.org_id, row.id),
    createdAt: toTime(row.created_at),
    startedAt: toTimeOrNull(row.started_at),
    endedAt: toTimeOrNull(row.ended_at),
  };
}

/** @param createdBy `user:{id}`, `key:{id}`, or `trigger:{node}` */
function creatorKind(createdBy: string): FlowJob['createdBy']['kind'] {
  if (createdBy.startsWith('user:')) return 'user';
  return createdBy.startsWith('key:') ? 'apiKey' : 'trigger';
}
