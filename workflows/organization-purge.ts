/** Deletes the rows of an organisation whose members are gone already. */
import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { PurgeActivities, PurgeInput } from './housekeeping-contract.ts';

const { purgeOrganization } = proxyActivities<PurgeActivities>({
  taskQueue: taskQueues.housekeeping,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Delete some thousand rows',
});

export async function organizationPurge(input: PurgeInput): Promise<void> {
  for (let slice = 1; ; slice += 1) {
    setCurrentDetails(`Deletes rows of organisation ${input.orgId}: slice ${slice}`);
    const { isDone } = await purgeOrganization(input);
    if (isDone) {
      setCurrentDetails(`Nothing is left of organisation ${input.orgId}`);
      return;
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof organizationPurge>(input);
  }
}
