/**
 * Tells one endpoint of a customer what happened. Postgres knows what is due; this keeps the work going through deaths of workers, sleeps
 * until the next attempt, and ends when nothing is left: the next event starts it anew.
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
import type { WebhookActivities, WebhookInput } from './contract.ts';
import { lazyTimer } from './lazy-timer.ts';

export const newEventsSignal = defineSignal('wake');

const activities = proxyActivities<WebhookActivities>({
  taskQueue: taskQueues.webhooks,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Send what is due',
});

export async function deliverWebhooks(input: WebhookInput): Promise<string> {
  let hasNews = true;
  let wakeAtMs: number | null = null;
  // A signal, because the dispatcher delivers at least once and waits for nobody; what is due stands in the rows.
  setHandler(newEventsSignal, () => {
    hasNews = true;
  });
  const timer = lazyTimer(
    () => wakeAtMs,
    () => {
      hasNews = true;
    },
  );

  for (;;) {
    hasNews = false;
    wakeAtMs = null;
    const { next, wakeAt, words } = await activities.deliverWebhooks(input);
    setCurrentDetails(words);
    if (next === 'end' && !hasNews) return words;
    if (next === 'sleep' && wakeAt !== null) {
      wakeAtMs = Date.parse(wakeAt);
      timer.arm();
      await condition(() => hasNews);
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof deliverWebhooks>(input);
  }
}
