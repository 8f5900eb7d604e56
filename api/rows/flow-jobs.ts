/** Table `flow_jobs`. */
import type { FlowJob } from '../../core/api/flow-jobs.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface FlowJobRow {
  id: string;
  org_id: string;
  flow_id: string;
  kind: FlowJob['kind'];
  status: FlowJob['status'];
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
    j.ended_at, j.created_at::text as created_key`;
}

export function toFlowJob(row: FlowJobRow): FlowJob {
  return {
    id: row.id,
    flowId: row.flow_id,
    kind: row.kind,
    status: row.status,
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
