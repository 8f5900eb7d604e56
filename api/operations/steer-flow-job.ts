/** Pause, resume and cancel a job: it stops between two slices. */
import { steerJob } from '../flows/create-job.ts';
import { operation } from '../operation.ts';

export const pauseFlowJob = operation('pauseFlowJob', {
  handle: ({ tx, params: { org, job } }) => steerJob(tx, org, job, 'paused'),
});
export const resumeFlowJob = operation('resumeFlowJob', {
  handle: ({ tx, params: { org, job } }) => steerJob(tx, org, job, 'queued'),
});
export const cancelFlowJob = operation('cancelFlowJob', {
  handle: ({ tx, params: { org, job } }) => steerJob(tx, org, job, 'cancelled'),
});
