/** Reads an answer's body up to a limit, counted after decompression: a small gzip can hold a very large text. */
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpFailure } from './errors.ts';

export interface LimitedBody {
  bytes: Buffer;
  /** There was more. */
  isCut: boolean;
}

/** What is asked for in `accept-encoding`. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** @throws HttpFailure when the encoding is unknown or the data is damaged */
export async function readLimited(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Promise<LimitedBody> {
  const decoded = decode(body, encoding);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), isCut: true };
    }
    return { bytes: Buffer.concat(chunks), isCut: false };
  } finally {
    // Leaving the loop early must also close the connection, else the rest would be downloaded into nothing.
    body.on('error', () => {}).destroy();
    decoded.on('error', () => {}).destroy();
  }
}

function decode(body: Readable, encoding: string | undefined): Readable {
  const decoder = decoderFor(encoding?.trim().toLowerCase() ?? '');
  if (decoder === null) return body;
  body.on('error', (error) => decoder.destroy(error));
  return body.pipe(decoder);
}

function decoderFor(encoding: string) {
  switch (encoding) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new HttpFailure('call_failed', 'The answer is compressed in a way that was not asked for.');
  }
}
