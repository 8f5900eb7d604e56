/** The Schedule that starts the sweeper: there is one, however many workers make sure of it. */
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { searchAttributes, taskQueues, workflowIds } from '../../workflows/contract.ts';
import type { SweeperInput } from '../../workflows/housekeeping-contract.ts';

const CATCH_UP_MS = 60_000;

/** Creates it, or gives it today's interval. */
export async function ensureSweeper(client: Client, everyMs: number): Promise<void> {
  const spec = { intervals: [{ every: everyMs }] };
  const action = {
    type: 'startWorkflow' as const,
    workflowType: 'sweeper',
    workflowId: workflowIds.sweeper,
    taskQueue: taskQueues.flow,
    args: [{ everyMs }] satisfies [SweeperInput],
    // A pass that hangs makes way.
    workflowExecutionTimeout: '30 minutes',
    typedSearchAttributes: [{ key: searchAttributes.stage, value: 'sweeping' }],
    priority: { priorityKey: 5 },
  };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP_MS };
  try {
    await client.schedule.create({ scheduleId: workflowIds.sweeper, spec, action, policies });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(workflowIds.sweeper);
    const { action: known } = await handle.describe();
    const [input] = (known.args ?? []) as SweeperInput[];
    if (input?.everyMs === everyMs) return;
    // A pause by an operator stays.
    await handle.update((previous) => ({ ...previous, spec, action, policies }));
  }
}
