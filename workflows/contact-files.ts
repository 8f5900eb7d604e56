/**
 * Imports and exports of contacts: the work on the file, then the time in which an import can be undone or an export be downloaded, then
 * the deletion of what was kept for that. The row in Postgres is the whole state; this keeps the work going through deaths of workers.
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
import type { ContactFileActivities, ContactFileInput, ContactFileReport } from './housekeeping-contract.ts';

export const contactFileChangedSignal = defineSignal('wake');

const withSummary = (summary: string) =>
  proxyActivities<ContactFileActivities>({
    taskQueue: taskQueues.housekeeping,
    startToCloseTimeout: '1 hour',
    // After a kill the next worker goes on when this is over.
    heartbeatTimeout: '10 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
    summary,
  });
const { workOnImport } = withSummary('Import rows of the file, undo that, or forget what was kept for it');
const { workOnExport } = withSummary('Write contacts into the file, or delete it');

export async function importContacts(input: ContactFileInput): Promise<string> {
  return (await follow(workOnImport, input)) ?? continueAsNew<typeof importContacts>(input);
}

export async function exportContacts(input: ContactFileInput): Promise<string> {
  return (await follow(workOnExport, input)) ?? continueAsNew<typeof exportContacts>(input);
}

/** @returns the final status; null when the history has become long */
async function follow(
  work: (input: ContactFileInput & { now: string }) => Promise<ContactFileReport>,
  input: ContactFileInput,
): Promise<string | null> {
  let hasNews = false;
  // A signal, because the dispatcher delivers at least once and waits for nobody; what changed stands in the row.
  setHandler(contactFileChangedSignal, () => {
    hasNews = true;
  });
  for (;;) {
    hasNews = false;
    const { next, wakeAt, status, words } = await work({ ...input, now: new Date().toISOString() });
    setCurrentDetails(words);
    if (next === 'end') return status;
    if (next === 'sleep') {
      if (wakeAt === null) await condition(() => hasNews);
      else {
        const remainingMs = Math.max(0, Date.parse(wakeAt) - Date.now());
        await condition(() => hasNews, remainingMs, { summary: `Looks again at ${wakeAt}` });
      }
    }
    if (workflowInfo().continueAsNewSuggested) return null;
  }
}
