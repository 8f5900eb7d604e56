/**
 * Sends the messages that people write in the inbox in the order they were written: the next POST after the answer to the previous
 * one. Postgres knows the order; a signal only says that there is something new. One that can't go out now is gone on with beside
 * the others, so that it blocks nobody.
 */
import {
  condition,
  continueAsNew,
  defineSignal,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { SEND_GIVE_UP, taskQueues } from './contract.ts';
import type { ConversationOutboxInput, OutboxActivities, SendActivities } from './contract.ts';

export const newMessageSignal = defineSignal<[{ messageId: string }]>('newMessage');

const { queuedMessages, trySend } = proxyLocalActivities<OutboxActivities>({
  startToCloseTimeout: '25 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});
const { send } = proxyActivities<SendActivities>({
  taskQueue: taskQueues.send,
  startToCloseTimeout: '60 seconds',
  scheduleToCloseTimeout: SEND_GIVE_UP,
  retry: { initialInterval: '1 second', maximumInterval: '1 hour' },
  priority: { priorityKey: 1 },
  summary: 'Send a message that could not go out at once',
});

export async function conversationOutbox(input: ConversationOutboxInput): Promise<void> {
  const { conversationId } = input;
  const late = new Set<string>();
  let current: string | null = null;
  let hasNews = true;
  // A signal, because the dispatcher delivers at least once, in any order, and waits for nobody.
  setHandler(newMessageSignal, () => {
    hasNews = true;
  });

  for (;;) {
    await condition(() => hasNews || late.size === 0);
    if (!hasNews) return;
    hasNews = false;
    const { messageIds } = await queuedMessages({ conversationId, except: [...late] });
    for (const messageId of messageIds) {
      show(messageId);
      const { isSettled } = await trySend({ messageId, now: new Date().toISOString() });
      if (!isSettled) goOnBeside(messageId);
    }
    show(null);
    // There may have been more than were handed out at once.
    if (messageIds.length > 0) hasNews = true;
    if (workflowInfo().continueAsNewSuggested && late.size === 0)
      await continueAsNew<typeof conversationOutbox>(input);
  }

  function goOnBeside(messageId: string) {
    late.add(messageId);
    send({ messageId, now: new Date().toISOString() }).then(
      () => settled(messageId),
      (error: unknown) => {
        // Given up: the message's row says so.
        if (!isCancellation(error)) settled(messageId);
      },
    );
  }

  function settled(messageId: string) {
    late.delete(messageId);
    show(current);
  }

  function show(next: string | null) {
    current = next;
    const [oldest] = late;
    const waiting = oldest === undefined ? [] : [`${late.size} wait to go out, the oldest is ${oldest}`];
    const sending = current === null ? [] : [`sends ${current}`];
    setCurrentDetails(`Messages: ${[...sending, ...waiting].join('; ') || 'all went their way'}`);
  }
}
