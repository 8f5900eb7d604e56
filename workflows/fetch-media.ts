/** Fetches the file of one message, until it is there or WhatsApp no longer has it: the activity knows when to give up. */
import { proxyActivities } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { MediaActivities, MediaInput } from './contract.ts';

const media = proxyActivities<MediaActivities>({
  taskQueue: taskQueues.media,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 hour' },
  summary: 'Fetch the file from WhatsApp',
});

export async function fetchMedia(input: MediaInput): Promise<string> {
  const { status } = await media.fetchMedia(input);
  return status;
}
