/** The activities of a run, each with its way of being patient. */
import { isCancellation, proxyActivities, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { CallActivities, FlowActivities, SendActivities } from './contract.ts';
import { CALL_GIVE_UP, SEND_GIVE_UP, taskQueues } from './contract.ts';

const fast = proxyLocalActivities<FlowActivities>({
  startToCloseTimeout: '25 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
});
// The same functions when the fast way fails: Postgres is down, say. An infrastructure error is never a node's failure.
const patient = proxyActivities<FlowActivities>({
  taskQueue: taskQueues.flow,
  startToCloseTimeout: '60 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Turn, once the database answers again',
});

export const sender = proxyActivities<SendActivities>({
  taskQueue: taskQueues.send,
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: SEND_GIVE_UP,
  retry: { initialInterval: '1 second', maximumInterval: '1 hour' },
  summary: 'Send a message that could not go out at once',
});

const caller = proxyActivities<CallActivities>({
  taskQueue: taskQueues.http,
  startToCloseTimeout: '3 minutes',
  // Somebody waits for the answer: a call whose worker died is made again soon.
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: CALL_GIVE_UP,
  // The failure names the wait before the next attempt (nextRetryDelay); these are for a worker that dies in between.
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'HTTP request or question to a model',
});

export async function makeTurn(input: Parameters<FlowActivities['turn']>[0]) {
  try {
    return await fast.turn(input);
  } catch (error) {
    rethrowCancellation(error);
    return await patient.turn(input);
  }
}

export async function steerRun(input: Parameters<FlowActivities['steer']>[0]) {
  try {
    return await fast.steer(input);
  } catch (error) {
    rethrowCancellation(error);
    return await patient.steer(input);
  }
}

/** Settled means stored: a call that fails here for good has no result yet, and the next turn asks for it again. */
export async function makeCall(runId: string, ordinal: number): Promise<void> {
  try {
    await caller.call({ runId, ordinal, now: new Date().toISOString() });
  } catch (error) {
    rethrowCancellation(error);
    await sleep(CALL_PAUSE, { summary: 'The call could not be made at all; asks for it again' });
  }
}

const CALL_PAUSE = '1 minute';

export function rethrowCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}
