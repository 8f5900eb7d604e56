/** Erases a person, until nothing of them is left. */
import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { ErasureActivities, ErasureInput } from './housekeeping-contract.ts';

const { eraseContact: eraseSome } = proxyActivities<ErasureActivities>({
  taskQueue: taskQueues.housekeeping,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Erase some more of the person',
});

export async function eraseContact(input: ErasureInput): Promise<void> {
  for (let slice = 1; ; slice += 1) {
    setCurrentDetails(`Erases the person of erasure ${input.id}: slice ${slice}`);
    const { isDone } = await eraseSome(input);
    if (isDone) {
      setCurrentDetails(`Erasure ${input.id} is complete`);
      return;
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof eraseContact>(input);
  }
}
