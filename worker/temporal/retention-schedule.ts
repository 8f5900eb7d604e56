/** The Schedule that starts the retention workflow every night; there is one, however many workers make sure of it. */
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { searchAttributes, taskQueues, workflowIds } from '../../workflows/contract.ts';
import type { RetentionInput } from '../../workflows/housekeeping-contract.ts';

/** A night that was missed is made up for within this time. */
const CATCH_UP_MS = 12 * 60 * 60 * 1_000;

export async function ensureRetention(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: workflowIds.retention,
      spec: { calendars: [{ hour: 2, minute: 17 }] },
      action: {
        type: 'startWorkflow',
        workflowType: 'retention',
        workflowId: workflowIds.retention,
        taskQueue: taskQueues.flow,
        args: [{}] satisfies [RetentionInput],
        typedSearchAttributes: [{ key: searchAttributes.stage, value: 'forgetting' }],
      },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP_MS },
    });
  } catch (error) {
    // What an operator changed about it stays.
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
