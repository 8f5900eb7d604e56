/** Imports and exports, telling Temporal how far they are. */
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { FileStorage } from '../../platform/storage/storage.ts';
import type { ContactFileActivities } from '../../workflows/housekeeping-contract.ts';
import type { WorkerContext } from '../context.ts';
import { workOnExport } from '../exports/work-on-export.ts';
import { workOnImport } from '../imports/work-on-import.ts';

const BEAT_MS = 2_000;

export function createContactFileActivities(
  { lazySql: sql, suppressionKeys }: WorkerContext,
  storage: FileStorage,
  stopping: AbortSignal,
): ContactFileActivities {
  const signal = () => AbortSignal.any([stopping, cancellationSignal()]);
  return {
    workOnImport: ({ now, ...input }) =>
      beating((onProgress) => {
        const context = { sql, storage, suppressionKeys };
        return workOnImport(context, input, new Date(now), { onProgress, signal: signal() });
      }),
    workOnExport: ({ now, ...input }) =>
      beating((onProgress) => {
        return workOnExport({ sql, storage }, input, new Date(now), { onProgress, signal: signal() });
      }),
  };
}

/** Also while Storage or the database takes its time. */
async function beating<Result>(
  work: (onProgress: (done: number) => void) => Promise<Result>,
): Promise<Result> {
  let reached = 0;
  const timer = setInterval(() => heartbeat(reached), BEAT_MS);
  try {
    return await work((done) => {
      reached = done;
      heartbeat(done);
    });
  } finally {
    clearInterval(timer);
  }
}
