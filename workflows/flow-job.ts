/**
 * Work on many runs of a flow: enrol, end, move, retry, skip. The job's row in Postgres is its whole state; this keeps the work going,
 * through deaths of workers and pauses, and shows how far it is.
 */
import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { FlowJobInput, JobActivities } from './housekeeping-contract.ts';

export const jobChangedSignal = defineSignal('wake');

const { workOnJob } = proxyActivities<JobActivities>({
  taskQueue: taskQueues.housekeeping,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Some seconds of work',
});

export async function flowJob(input: FlowJobInput): Promise<string> {
  let hasNews = true;
  // A signal, because the dispatcher delivers at least once and waits for nobody; what changed stands in the row.
  setHandler(jobChangedSignal, () => {
    hasNews = true;
  });

  for (;;) {
    hasNews = false;
    const { status, words } = await workOnJob(input);
    setCurrentDetails(words);
    if (status === 'paused') await condition(() => hasNews);
    else if (status !== 'running' && status !== 'queued') return status;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof flowJob>(input);
  }
}
