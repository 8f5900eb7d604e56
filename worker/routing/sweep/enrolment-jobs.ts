/** Enrolments of many contacts, as jobs of `flow_jobs`: done in slices by the bulk worker, not in the sweep's transaction. */
import { v7 as uuidv7 } from 'uuid';
import type { VariableValue } from '../../../core/flow/basics.ts';
import { json, type Tx } from '../../../platform/db/pool.ts';

export type EnrolmentAudience =
  { tag: string } | { segmentId: string } | { contactIds: string[] } | { all: true };

export interface EnrolmentJob {
  orgId: string;
  flowId: string;
  triggerNodeId: string;
  audience: EnrolmentAudience;
  /** What the runs see as `{{ trigger.<field> }}`. */
  detail: Record<string, VariableValue>;
  /** Two jobs with the same key are one. */
  dedupeKey: string;
}

/** Returns how many of them are new; the workflow of each is asked for in the same statement. */
export async function queueEnrolments(tx: Tx, jobs: readonly EnrolmentJob[]): Promise<number> {
  if (jobs.length === 0) return 0;
  const rows = jobs.map(({ orgId, flowId, dedupeKey, ...params }) => ({
    id: uuidv7(),
    orgId,
    flowId,
    dedupeKey,
    params,
    createdBy: `trigger:${params.triggerNodeId}`,
  }));
  const queued = await tx`
    with jobs as (
      insert into flow_jobs (id, org_id, flow_id, kind, params, status, dedupe_key, created_by)
      select w.id, w."orgId", w."flowId", 'enrol', w.params, 'queued', w."dedupeKey", w."createdBy"
      from jsonb_to_recordset(${json(tx, rows)})
        as w (id uuid, "orgId" uuid, "flowId" uuid, "dedupeKey" text, params jsonb, "createdBy" text)
      on conflict (org_id, dedupe_key) do nothing
      returning id, org_id, flow_id, kind
    )
    insert into private.outbox (topic, key, payload)
    select 'flowJob', id::text, jsonb_build_object('orgId', org_id, 'flowId', flow_id, 'kind', kind) from jobs`;
  return queued.count;
}
