/** The activity of the workflow `fetchMedia`. */
import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { StorageError, type FileStorage } from '../../platform/storage/storage.ts';
import { MetaError } from '../../platform/whatsapp/ask-meta.ts';
import type { MediaSource } from '../../platform/whatsapp/media.ts';
import type { MediaActivities } from '../../workflows/contract.ts';
import { whileBeating } from '../activities/heartbeats.ts';
import type { WorkerContext } from '../context.ts';
import { createTokenCache } from '../gate/credentials.ts';
import { stableCode } from '../relay/failures.ts';
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
          now: new Date(),
          signal: AbortSignal.any([stopping, cancellationSignal()]),
        };
        try {
          return await fetchMedia(context, input, attempt);
        } catch (error) {
          // Histories get a code: what broke a stream may name addresses.
          const isOurs = error instanceof MetaError || error instanceof StorageError;
          const { message, type } = isOurs
            ? { message: error.message, type: error.code }
            : { message: 'The file could not be fetched.', type: stableCode(error) };
          throw ApplicationFailure.create({ message, type });
        }
      }),
  };
}
