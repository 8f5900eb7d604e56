/** Asks the worker for work on many runs. */
import { v7 as uuidv7 } from 'uuid';
import type { FlowJob } from '../../core/api/flow-jobs.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { flowJobColumns, toFlowJob, type FlowJobRow } from '../rows/flow-jobs.ts';

export interface JobRequest {
  org: string;
  flow: string;
  kind: FlowJob['kind'];
  params: object;
  /** The same key again is the same job, for as long as the job is kept. */
  key: string | null;
}

/** @throws ApiError not_found */
export async function createJob(tx: Tx, { org, flow, kind, params, key }: JobRequest): Promise<FlowJob> {
  const [row] = await tx<FlowJobRow[]>`
    select ${flowJobColumns(tx)}
    from private.create_flow_job(${org}, ${flow}, ${uuidv7()}, ${kind}, ${json(tx, params)}, ${key}) j where j.id is not null`;
  if (!row) throw new ApiError('not_found');
  return toFlowJob(row);
}

/** @throws ApiError not_found, job_ended */
export async function steerJob(
  tx: Tx,
  org: string,
  job: string,
  status: 'cancelled' | 'paused' | 'queued',
): Promise<FlowJob> {
  const [row] = await tx<FlowJobRow[]>`
    select ${flowJobColumns(tx)} from private.steer_flow_job(${org}, ${job}, ${status}) j where j.id is not null`;
  if (!row) throw new ApiError('not_found');
  if (row.ended_at !== null && row.status !== status) throw new ApiError('job_ended');
  return toFlowJob(row);
}
