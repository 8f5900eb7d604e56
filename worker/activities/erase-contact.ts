/** Erases a person, some seconds at a time. */
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { FileStorage } from '../../platform/storage/storage.ts';
import type { ErasureActivities } from '../../workflows/housekeeping-contract.ts';
import type { WorkerContext } from '../context.ts';
import { eraseSome } from '../erasure/erase-some.ts';

const WORK_MS = 30_000;

export function createErasureActivities(
  { sql, suppressionKeys: keys }: WorkerContext,
  storage: FileStorage,
  stopping: AbortSignal,
): ErasureActivities {
  return {
    async eraseContact(input) {
      const signal = AbortSignal.any([stopping, cancellationSignal()]);
      const endAtMs = Date.now() + WORK_MS;
      while (Date.now() < endAtMs && !signal.aborted) {
        if (await eraseSome({ sql, storage, keys, onProgress: () => heartbeat() }, input))
          return { isDone: true };
        heartbeat();
      }
      return { isDone: false };
    },
  };
}
