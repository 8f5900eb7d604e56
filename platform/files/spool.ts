/** A stream of unknown length as a file on this machine's disk, with its size and hash: to be looked at before it goes on. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const PREFIX = 'parley-file-';
/** Longer than any file takes. */
const LEFT_BEHIND_MS = 3_600_000;

export interface SpooledFile {
  path: string;
  byteSize: number;
  /** Hex. */
  sha256: string;
  /** Deletes it from the disk. */
  remove(): Promise<void>;
}

export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError';
  readonly code = 'file_too_large';
}

/** Deletes what processes that were killed left on the disk: they may be people's files. */
export async function clearSpool(): Promise<void> {
  const isOld = async (path: string) => (await stat(path)).mtimeMs < Date.now() - LEFT_BEHIND_MS;
  for (const name of await readdir(tmpdir())) {
    const path = join(tmpdir(), name);
    // Another process may be as quick.
    if (name.startsWith(PREFIX) && (await isOld(path).catch(() => false)))
      await rm(path, { recursive: true, force: true });
  }
}

/**
 * Nothing stays on the disk when it fails.
 * @throws FileTooLargeError as soon as more than `maxBytes` have come; else whatever broke the stream
 */
export async function spool(content: Readable, maxBytes: number): Promise<SpooledFile> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'file');
  const hash = createHash('sha256');
  let byteSize = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      byteSize += chunk.length;
      hash.update(chunk);
      if (byteSize > maxBytes) done(new FileTooLargeError(`The file has more than ${maxBytes} bytes.`));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(content, counter, createWriteStream(path));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, byteSize, sha256: hash.digest('hex'), remove };
}
