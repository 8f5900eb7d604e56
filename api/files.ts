/** Bodies and answers that are files: spooled to disk, streamed from Storage. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { FileStorage } from '../platform/storage/storage.ts';
import type { FileAnswer, ReceivedFile } from './operation.ts';
import { ApiError } from './problems.ts';

export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** @throws ApiError body_too_large, bad_request (the client went away) */
export async function receiveFile(request: Request): Promise<ReceivedFile & { remove(): Promise<void> }> {
  if (Number(request.get('content-length') ?? 0) > MAX_FILE_BYTES) throw tooLarge();
  const folder = await mkdtemp(join(tmpdir(), 'parley-upload-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'file');
  const hash = createHash('sha256');
  let byteSize = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      byteSize += chunk.length;
      hash.update(chunk);
      if (byteSize > MAX_FILE_BYTES) done(tooLarge());
      else done(null, chunk);
    },
  });
  try {
    await pipeline(request, counter, createWriteStream(path));
  } catch (error) {
    await remove();
    if (error instanceof ApiError) throw error;
    throw new ApiError('bad_request', { detail: 'The file did not arrive whole.' }, { cause: error });
  }
  return { path, byteSize, sha256: hash.digest('hex'), remove };
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
