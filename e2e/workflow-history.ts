/** What Temporal keeps of a workflow, for tests that search it and for the histories that CI replays. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const HISTORIES = `${ROOT}workflows/histories/`;

/**
 * All that stands in the history, as text: payloads, which are base64 inside, are written out at the end. With `PARLEY_RECORD` set it
 * is also recorded, without the folder of this machine, which stack traces name.
 *
 * @param recordAs file name of the recording without its end, for example `flow-run.v2`; histories of earlier releases stay as they are
 */
export async function readHistory(handle: WorkflowHandle, recordAs?: string): Promise<string> {
  const text = historyToJSON(await handle.fetchHistory());
  if (process.env.PARLEY_RECORD && recordAs !== undefined) {
    writeFileSync(`${HISTORIES}${recordAs}.json`, `${text.replaceAll(ROOT, '')}\n`);
  }
  const payloads = [...text.matchAll(/"data":\s*"([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
    Buffer.from(data!, 'base64').toString(),
  );
  return `${text}\n${payloads.join('\n')}`;
}

/** What the workflow says that it does now: the query that Temporal's UI makes. */
export async function readCurrentDetails(handle: WorkflowHandle): Promise<string> {
  const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

/** What Temporal shows of a workflow beside its history: memo, search attributes, summary, current details. */
export async function readDescription(handle: WorkflowHandle): Promise<string> {
  const { raw } = await handle.describe();
  return JSON.stringify(raw, (_key, value: unknown) => {
    const bytes = value as { type?: string; data?: number[] } | null;
    if (bytes?.type === 'Buffer') return Buffer.from(bytes.data ?? []).toString();
    return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
  });
}
