import type { IncomingMessage } from 'node:http';

/** Beyond the limit this much more is read and thrown away, so that a client that is still writing gets the answer. */
const DISCARD_BYTES = 8 * 1024 * 1024;

export type BodyResult = Buffer | 'too_large' | 'aborted';

/** The raw bytes as they came, because the signature covers exactly those. Never throws. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    if (Number(request.headers['content-length']) > limitBytes) resolve('too_large');
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      resolve('too_large');
      if (size > limitBytes + DISCARD_BYTES) request.destroy();
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => resolve('aborted'));
    request.on('close', () => resolve('aborted'));
  });
}
