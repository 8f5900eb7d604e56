/**
 * One 24-hour window of one conversation. Postgres holds the deadline, which every message of the person moves; the workflow
 * sleeps to the deadline it knows, looks again, and sleeps on when it has moved. No signal per message.
 */
import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { WindowActivities, WindowInput } from './contract.ts';

const { closeWindow } = proxyActivities<WindowActivities>({
  taskQueue: taskQueues.flow,
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Close the window if it has expired',
});

export async function conversationWindow(input: WindowInput): Promise<void> {
  for (;;) {
    const { openUntil } = await closeWindow({ ...input, now: new Date().toISOString() });
    if (openUntil === null) return;
    setCurrentDetails(`The person may be answered freely until ${openUntil}`);
    const remainingMs = Date.parse(openUntil) - Date.now();
    await sleep(Math.max(remainingMs, 1), { summary: `Window is open until ${openUntil}` });
  }
}
