/** The row of a job, which is its whole state. */
import type { Tx } from '../../platform/db/pool.ts';
import type { JobReport } from '../../workflows/housekeeping-contract.ts';

export interface Job {
  id: string;
  orgId: string;
  flowId: string;
  kind: 'enrol' | 'exit' | 'move' | 'retry' | 'skip';
  params: unknown;
  status: Exclude<JobReport['status'], 'gone'>;
  total: number | null;
  done: number;
  skipped: number;
  failed: number;
  cursor: string | null;
  nextWakeAt: Date | null;
  error: string | null;
}

/** What a slice of work did; written together with it. */
export interface Slice {
  done: number;
  skipped: number;
  /** The last one looked at; null when there was nobody left. */
  cursor: string | null;
  nextWakeAt: Date | null;
}

/** The job can't go on, whoever tries: it ends as failed with this code. */
export class JobError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const columns = (tx: Tx) => tx`
  id, org_id as "orgId", flow_id as "flowId", kind, params, status, total, done, skipped, failed, cursor,
  next_wake_at as "nextWakeAt", error`;

/** Locked, so that of two copies of an activity one works at a time, and a pause or cancellation falls between two slices. */
export async function lockJob(tx: Tx, orgId: string, jobId: string): Promise<Job | null> {
  const [job] = await tx<Job[]>`
    select ${columns(tx)} from flow_jobs where org_id = ${orgId} and id = ${jobId} for update`;
  return job ?? null;
}

export async function beginJob(tx: Tx, job: Job, total: number): Promise<Job> {
  const [begun] = await tx<Job[]>`
    update flow_jobs set status = 'running', started_at = coalesce(started_at, clock_timestamp()), total = coalesce(total, ${total})
    where id = ${job.id} returning ${columns(tx)}`;
  return begun!;
}

export async function saveSlice(tx: Tx, job: Job, slice: Slice): Promise<Job> {
  const isOver = slice.cursor === null;
  const [saved] = await tx<Job[]>`
    update flow_jobs set done = done + ${slice.done}, skipped = skipped + ${slice.skipped}, cursor = coalesce(${slice.cursor}, cursor),
      next_wake_at = coalesce(${slice.nextWakeAt}, next_wake_at)
      ${isOver ? tx`, status = 'completed', ended_at = clock_timestamp()` : tx``}
    where id = ${job.id} returning ${columns(tx)}`;
  return saved!;
}

/** Passes over one that can't be worked on. */
export async function saveFailure(tx: Tx, job: Job, cursor: string): Promise<Job> {
  const [saved] = await tx<Job[]>`
    update flow_jobs set failed = failed + 1, cursor = ${cursor} where id = ${job.id} returning ${columns(tx)}`;
  return saved!;
}

export async function failJob(tx: Tx, job: Job, code: string): Promise<Job> {
  const [failed] = await tx<Job[]>`
    update flow_jobs set status = 'failed', error = ${code}, ended_at = clock_timestamp() where id = ${job.id}
    returning ${columns(tx)}`;
  return failed!;
}

/** For operators: how far it is, in one line. */
export function describeJob({ kind, status, total, done, skipped, failed, error }: Job): string {
  const of = total === null ? '' : ` of about ${total}`;
  const others = [skipped > 0 && `${skipped} skipped`, failed > 0 && `${failed} failed`].filter(Boolean);
  return `${kind}, ${status}: ${done}${of} done${others.map((words) => `, ${words}`).join('')}${error ? ` (${error})` : ''}`;
}
