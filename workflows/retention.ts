/**
 * Once a day: everything goes that an organisation no longer wants to keep. A Schedule starts it. The rules and how far each has come
 * stand in Postgres, so that a pass may end anywhere and the next one goes on.
 */
import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { RetentionActivities, RetentionInput, RetentionReport } from './housekeeping-contract.ts';

const { enforceRetention } = proxyActivities<RetentionActivities>({
  taskQueue: taskQueues.housekeeping,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
  summary: 'Some seconds of forgetting',
});

export async function retention(input: RetentionInput): Promise<RetentionReport> {
  // One border for the whole pass, however long it takes.
  const now = input.now ?? new Date().toISOString();
  let { place = null } = input;
  const counts = { ...input.counts };
  for (;;) {
    const slice = await enforceRetention({ now, place });
    for (const [name, count] of Object.entries(slice.counts)) counts[name] = (counts[name] ?? 0) + count;
    setCurrentDetails(
      Object.entries(counts)
        .map(([name, count]) => `${name}: ${count}`)
        .join(', ') || 'Nothing to forget',
    );
    if (slice.next === null) return counts;
    place = slice.next;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof retention>({ now, place, counts });
  }
}
