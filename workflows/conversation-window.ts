/**
 * One 24-hour window of one conversation. Postgres holds the deadline, which every message of the person moves; the workflow
 * sleeps until the window is about to close, then until it closes, and looks each time: it sleeps on when the deadline has moved.
 * No signal per message.
 */
import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { WindowActivities, WindowInput } from './contract.ts';

const { closeWindow } = proxyActivities<WindowActivities>({
  taskQueue: taskQueues.flow,
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Close the window if it has expired, tell flows if it is about to',
});

export async function conversationWindow(input: WindowInput): Promise<void> {
  for (;;) {
    const { openUntil, closingFrom } = await closeWindow({ ...input, now: new Date().toISOString() });
    if (openUntil === null) return;
    setCurrentDetails(`The person may be answered freely until ${openUntil}`);
    const remainingMs = Date.parse(closingFrom ?? openUntil) - Date.now();
    await sleep(Math.max(remainingMs, 1), { summary: `Window is open until ${openUntil}` });
  }
}
