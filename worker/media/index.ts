/** The activity of the workflow `fetchMedia`. */
import { activityInfo, ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { StorageError, type FileStorage } from '../../platform/storage/storage.ts';
import { MediaError, type MediaSource } from '../../platform/whatsapp/media.ts';
import type { MediaActivities } from '../../workflows/contract.ts';
import { whileBeating } from '../activities/heartbeats.ts';
import type { WorkerContext } from '../context.ts';
import { createTokenCache } from '../gate/credentials.ts';
import { fetchMedia } from './fetch-media.ts';

export function createMediaActivities(
  { sql, masterKey }: WorkerContext,
  source: MediaSource,
  storage: FileStorage,
  stopping: AbortSignal,
): MediaActivities {
  const context = { sql, storage, source, accessToken: createTokenCache(sql, masterKey) };
  return {
    fetchMedia: (input) =>
      whileBeating(async () => {
        const attempt = {
          attempt: activityInfo().attempt,
          now: new Date(),
          signal: AbortSignal.any([stopping, cancellationSignal()]),
        };
        try {
          return await fetchMedia(context, input, attempt);
        } catch (error) {
          // Histories get the code: a cause may name addresses.
          if (!(error instanceof MediaError || error instanceof StorageError)) throw error;
          throw ApplicationFailure.create({ message: error.message, type: error.code });
        }
      }),
  };
}
