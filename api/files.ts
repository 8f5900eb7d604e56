/** Bodies and answers that are files: spooled to disk, streamed from Storage. */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { FileTooLargeError, spool, type SpooledFile } from '../platform/files/spool.ts';
import type { FileStorage } from '../platform/storage/storage.ts';
import type { FileAnswer } from './operation.ts';
import { ApiError } from './problems.ts';

export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** @throws ApiError body_too_large, bad_request (the client went away) */
export async function receiveFile(request: Request): Promise<SpooledFile> {
  if (Number(request.get('content-length') ?? 0) > MAX_FILE_BYTES) throw tooLarge();
  try {
    return await spool(request, MAX_FILE_BYTES);
  } catch (error) {
    if (error instanceof FileTooLargeError) throw tooLarge();
    throw new ApiError('bad_request', { detail: 'The file did not arrive whole.' }, { cause: error });
  }
}

function tooLarge(): ApiError {
  return new ApiError('body_too_large', { detail: 'A file may have up to 50 MB.' });
}

/** @throws StorageError before anything is sent; a break in the middle ends the connection */
export async function sendFile(response: Response, storage: FileStorage, answer: FileAnswer): Promise<void> {
  const content = 'content' in answer ? answer.content() : await storage.download(answer.bucket, answer.path);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-type', answer.contentType);
  response.attachment(answer.name);
  // `attachment` guesses a type by the name.
  response.setHeader('content-type', answer.contentType);
  await pipeline(content, response);
}
