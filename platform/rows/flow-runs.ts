/** Table `flow_runs` with the names that a reader needs. */
import type { FlowRun } from '../../core/api/schemas.ts';
import type { Sql, Tx } from '../db/pool.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface FlowRunRow {
  id: string;
  flow_id: string;
  flow_name: string;
  flow_version_id: string;
  flow_version: number;
  contact_id: string;
  contact_name: string | null;
  conversation_id: string;
  status: FlowRun['status'];
  outcome: string | null;
  current_node_id: string | null;
  waiting_for: string | null;
  wake_at: Date | null;
  error: string | null;
  paused_at: Date | null;
  workflow_id: string;
  started_at: Date;
  ended_at: Date | null;
  started_key: string;
}

/** Everything up to `where`: runs are `r`, flows `f`, versions `fv`, contacts `c`. */
export function selectFlowRuns(tx: Sql | Tx) {
  return tx`
    select r.id, r.flow_id, f.name as flow_name, r.flow_version_id, fv.number as flow_version, r.contact_id,
      c.name as contact_name, r.conversation_id, r.status, r.outcome, r.current_node_id, r.waiting_for, r.wake_at, r.paused_at,
      case when r.status = 'needsAttention' then r.state -> 'wait' ->> 'code' end as error,
      r.workflow_id, r.started_at, r.ended_at, r.started_at::text as started_key
    from public.flow_runs r
    join public.flows f on f.org_id = r.org_id and f.id = r.flow_id
    join public.flow_versions fv on fv.org_id = r.org_id and fv.id = r.flow_version_id
    join public.contacts c on c.org_id = r.org_id and c.id = r.contact_id`;
}

export function toFlowRun(row: FlowRunRow): FlowRun {
  return {
    id: row.id,
    flowId: row.flow_id,
    flowName: row.flow_name,
    flowVersionId: row.flow_version_id,
    flowVersion: row.flow_version,
    contactId: row.contact_id,
    contactName: row.contact_name,
    conversationId: row.conversation_id,
    status: row.status,
    outcome: row.outcome,
    currentNodeId: row.current_node_id,
    waitingFor: row.waiting_for,
    wakeAt: toTimeOrNull(row.wake_at),
    error: row.error,
    pausedAt: row.ended_at === null ? toTimeOrNull(row.paused_at) : null,
    workflowId: row.workflow_id,
    startedAt: toTime(row.started_at),
    endedAt: toTimeOrNull(row.ended_at),
  };
}
