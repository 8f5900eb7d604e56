/**
 * Reads the templates of one WhatsApp account from Meta. What is asked for while it reads makes it read once more; Meta's events often
 * come several at once, so it waits some seconds for more of them, unless somebody is waiting for the result.
 */
import {
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type {
  TemplateSyncActivities,
  TemplateSyncInput,
  TemplateSyncSignal,
} from './housekeeping-contract.ts';

export const readSignal = defineSignal<[TemplateSyncSignal]>('read');

const SETTLE = '5 seconds';
const MAX_READS = 20;

const { readTemplates } = proxyActivities<TemplateSyncActivities>({
  taskQueue: taskQueues.housekeeping,
  startToCloseTimeout: '10 minutes',
  scheduleToCloseTimeout: '6 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '2 seconds', maximumInterval: '10 minutes' },
  summary: 'Read the account’s templates from Meta',
});

export async function syncTemplates(input: TemplateSyncInput): Promise<string> {
  let [isAsked, isUrgent] = [false, false];
  // A signal, because the dispatcher delivers at least once, in any order, and waits for nobody.
  setHandler(readSignal, (signal) => {
    isAsked = true;
    isUrgent ||= signal.isUrgent;
  });
  let status = 'asked';
  for (let reads = 0; reads < MAX_READS; reads++) {
    await condition(() => isUrgent, SETTLE);
    [isAsked, isUrgent] = [false, false];
    const report = await readTemplates(input);
    ({ status } = report);
    setCurrentDetails(
      report.status === 'read'
        ? `${report.templates} templates, ${report.changed} changed, ${report.deleted} gone`
        : `Not read: ${report.status}`,
    );
    if (!isAsked || status === 'gone') break;
  }
  return status;
}
