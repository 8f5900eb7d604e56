/** Sends the messages that people write in the inbox, one after the other, so that they arrive in the order they were written. */
import { continueAsNew, defineSignal, isCancellation, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { SEND_GIVE_UP, taskQueues } from './contract.ts';
import type { ConversationOutboxInput, SendActivities } from './contract.ts';

export const enqueueSignal = defineSignal<[{ messageId: string }]>('enqueue');

const { send } = proxyActivities<SendActivities>({
  taskQueue: taskQueues.send,
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: SEND_GIVE_UP,
  retry: { initialInterval: '1 second', maximumInterval: '1 hour' },
  priority: { priorityKey: 1 },
  summary: "Send an agent's message",
});

export async function conversationOutbox(input: ConversationOutboxInput): Promise<void> {
  const queued = [...input.queued];
  // A signal, because the dispatcher delivers at least once and waits for nobody; a message sent twice is one POST (the gate).
  setHandler(enqueueSignal, ({ messageId }) => {
    if (!queued.includes(messageId)) queued.push(messageId);
  });
  while (queued.length > 0) {
    const messageId = queued[0]!;
    try {
      await send({ messageId, now: new Date().toISOString() });
    } catch (error) {
      // A message that failed or was given up doesn't block the next one; its row says what happened.
      if (isCancellation(error)) throw error;
    }
    queued.shift();
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof conversationOutbox>({ ...input, queued });
  }
}
