/** Work on many runs, some seconds at a time, telling Temporal how far it is. */
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { JobActivities } from '../../workflows/housekeeping-contract.ts';
import { workOnJob, type BulkPace } from '../bulk/work-on-job.ts';
import type { WorkerContext } from '../context.ts';

export function createJobActivities(
  { sql }: WorkerContext,
  pace: BulkPace,
  stopping: AbortSignal,
): JobActivities {
  return {
    workOnJob: (input) =>
      workOnJob(sql, input, {
        pace,
        onProgress: (report) => heartbeat(report),
        signal: AbortSignal.any([stopping, cancellationSignal()]),
      }),
  };
}
