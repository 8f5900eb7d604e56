/**
 * Some seconds of a job's work. Each slice (rows, events, wakes, counts and cursor) is one transaction behind the job's lock, so a kill at
 * any moment loses at most a slice that was not committed, and nobody is taken twice. Wakes are spread over time by their due times;
 * the work keeps only a little ahead of them, so that a pause or cancellation bites soon.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import type { FlowJobInput, JobReport } from '../../workflows/housekeeping-contract.ts';
import { isTransient, stableCode } from '../relay/failures.ts';
import { commandSlice } from './command.ts';
import { countAudience, enrolSlice, nextContacts } from './enrol.ts';
import { beginJob, describeJob, failJob, JobError, lockJob, saveFailure, saveSlice } from './job.ts';
import type { Job, Slice } from './job.ts';
import { moveSlice } from './move.ts';
import { countRuns, nextRuns } from './runs.ts';

const MAX_SLICE = 500;
const WORK_MS = 10_000;
/** How far the rows may be ahead of the wakes. */
const AHEAD_MS = 3_000;
const PAUSE_MS = 500;

export interface BulkPace {
  /** New runs that a job starts in a second. */
  startsPerSecond: number;
  /** Runs that a job wakes in a second. */
  wakesPerSecond: number;
}

export interface WorkOptions {
  pace: BulkPace;
  /** Called after each step. */
  onProgress(report: JobReport): void;
  /** Stops the work between two slices; the next call goes on. */
  signal?: AbortSignal;
}

export async function workOnJob(sql: Sql, input: FlowJobInput, options: WorkOptions): Promise<JobReport> {
  const endAtMs = Date.now() + WORK_MS;
  let size = MAX_SLICE;
  for (;;) {
    const step = await takeStep(sql, input, options.pace, size);
    const report: JobReport =
      step.job === null
        ? { status: 'gone', words: 'The job was deleted' }
        : { status: step.job.status, words: describeJob(step.job) };
    options.onProgress(report);
    if (report.status !== 'running' || options.signal?.aborted || Date.now() > endAtMs) return report;
    // One that can't be worked on is found by halves and passed over.
    size = step.hasFailed ? Math.max(1, Math.floor(size / 2)) : Math.min(MAX_SLICE, size * 2);
    const aheadMs = (step.job!.nextWakeAt?.getTime() ?? 0) - Date.now() - AHEAD_MS;
    if (aheadMs > 0) await sleep(Math.min(aheadMs, PAUSE_MS));
  }
}

interface Step {
  job: Job | null;
  hasFailed: boolean;
}

async function takeStep(sql: Sql, input: FlowJobInput, pace: BulkPace, size: number): Promise<Step> {
  return sql.begin(async (tx): Promise<Step> => {
    const job = await lockJob(tx, input.orgId, input.jobId);
    if (job === null || (job.status !== 'queued' && job.status !== 'running'))
      return { job, hasFailed: false };
    const perSecond = job.kind === 'enrol' ? pace.startsPerSecond : pace.wakesPerSecond;
    try {
      return await tx.savepoint(async (sp): Promise<Step> => {
        if (job.status === 'queued')
          return { job: await beginJob(sp, job, await count(sp, job)), hasFailed: false };
        if ((job.nextWakeAt?.getTime() ?? 0) > Date.now() + AHEAD_MS) return { job, hasFailed: false };
        const fitting = Math.min(size, Math.max(1, Math.ceil((perSecond * AHEAD_MS) / 1000)));
        const slice = await workSlice(sp, job, fitting, perSecond);
        return { job: await saveSlice(sp, job, slice), hasFailed: false };
      });
    } catch (error) {
      if (error instanceof JobError) return { job: await failJob(tx, job, error.code), hasFailed: false };
      if (isTransient(error)) throw error;
      // Not even its audience can be counted: there is nobody to pass over.
      if (job.status === 'queued') return { job: await failJob(tx, job, stableCode(error)), hasFailed: true };
      if (size > 1) return { job, hasFailed: true };
      return { job: await passOver(tx, job, error), hasFailed: true };
    }
  });
}

function count(tx: Tx, job: Job): Promise<number> {
  return job.kind === 'enrol' ? countAudience(tx, job) : countRuns(tx, job);
}

function workSlice(tx: Tx, job: Job, size: number, perSecond: number): Promise<Slice> {
  switch (job.kind) {
    case 'enrol':
      return enrolSlice(tx, job, size, perSecond);
    case 'move':
      return moveSlice(tx, job, size, perSecond);
    case 'exit':
    case 'retry':
    case 'skip':
      return commandSlice(tx, job, size, perSecond);
  }
}

/** When not even the next one can be named, the job itself is at fault. */
async function passOver(tx: Tx, job: Job, cause: unknown): Promise<Job> {
  try {
    return await tx.savepoint(async (sp) => {
      const next = job.kind === 'enrol' ? await nextContacts(sp, job, 1) : await nextRuns(sp, job, 1);
      const [first] = next.map((one) => (typeof one === 'string' ? one : one.id));
      return first === undefined ? failJob(sp, job, stableCode(cause)) : saveFailure(sp, job, first);
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    return failJob(tx, job, stableCode(error));
  }
}
