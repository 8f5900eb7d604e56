/** Rows of private.flow_calls. A claim is an attempt's number: whoever lost it to a later attempt changes nothing any more. */
import type { CallRequest, CallResult } from '../../core/flow/calls.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import { storable } from './response-body.ts';

export interface CallKey {
  runId: string;
  ordinal: number;
}

export interface ClaimedCall extends CallKey {
  orgId: string;
  request: CallRequest;
  /** 1 for the first. */
  attempt: number;
}

/** Counts one more attempt before it is made, so that one that is cut off counts too. Null when the call is settled, or gone. */
export async function claimCall(sql: Sql, { runId, ordinal }: CallKey): Promise<ClaimedCall | null> {
  const [row] = await sql<ClaimedCall[]>`
    update private.flow_calls set status = 'running', attempt = attempt + 1
    where run_id = ${runId} and ordinal = ${ordinal} and status in ('queued', 'running')
    returning run_id as "runId", ordinal, org_id as "orgId", request, attempt`;
  return row ?? null;
}

export async function settleCall(
  sql: Sql,
  { runId, ordinal, attempt }: ClaimedCall,
  result: CallResult,
): Promise<void> {
  const status = result.outcome === 'failed' ? 'failed' : 'done';
  await sql`
    update private.flow_calls set status = ${status}, result = ${json(sql, storable(result))}, done_at = now()
    where run_id = ${runId} and ordinal = ${ordinal} and status = 'running' and attempt = ${attempt}`;
}

/** Back to waiting for its next attempt. */
export async function deferCall(sql: Sql, { runId, ordinal, attempt }: ClaimedCall): Promise<void> {
  await sql`
    update private.flow_calls set status = 'queued'
    where run_id = ${runId} and ordinal = ${ordinal} and status = 'running' and attempt = ${attempt}`;
}

/** `gone` when its run was erased. */
export async function statusOf(sql: Sql, { runId, ordinal }: CallKey): Promise<string> {
  const [row] = await sql<{ status: string }[]>`
    select status from private.flow_calls where run_id = ${runId} and ordinal = ${ordinal}`;
  return row?.status ?? 'gone';
}
