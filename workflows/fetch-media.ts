/** Fetches the file of one message, until it is there or WhatsApp no longer has it: the activity knows when to give up. */
import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { MediaActivities, MediaInput, MediaReport } from './contract.ts';

const media = proxyActivities<MediaActivities>({
  taskQueue: taskQueues.media,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 hour' },
  summary: 'Fetch the file from WhatsApp',
});

const outcomes: Record<MediaReport['status'], string> = {
  stored: 'The file is stored',
  failed: 'There is no file to be had: the message says why',
  gone: 'The message or its file was forgotten',
};

export async function fetchMedia(input: MediaInput): Promise<string> {
  setCurrentDetails(`Fetches the file of message ${input.messageId}`);
  const { status } = await media.fetchMedia(input);
  setCurrentDetails(outcomes[status]);
  return status;
}
