/** How large the files in a ZIP archive really are: each is unpacked and counted, because what an archive says of itself may be a lie. */
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SEARCH_BYTES = 66_000;
const MAX_ENTRIES = 2_000;
const DEFLATED = 8;

/** @returns whether all files together are no larger than this; false also when the archive can't be read */
export async function unpacksWithin(path: string, limitBytes: number): Promise<boolean> {
  const file = await open(path);
  try {
    let left = limitBytes;
    for (const entry of await readEntries(file)) {
      left -= entry.method === DEFLATED ? await inflatedSize(file, path, entry, left) : entry.packedSize;
      if (left < 0) return false;
    }
    return true;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

interface Entry {
  method: number;
  packedSize: number;
  offset: number;
}

async function readEntries(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_SEARCH_BYTES), Math.min(size, END_SEARCH_BYTES));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  const count = tail.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new RangeError('too many files');
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (directory.readUInt32LE(at) !== ENTRY) throw new RangeError('a broken directory');
    entries.push({
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at +=
      46 +
      directory.readUInt16LE(at + 28) +
      directory.readUInt16LE(at + 30) +
      directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** @returns more than `limit` as soon as it is more */
async function inflatedSize(
  file: FileHandle,
  path: string,
  { packedSize, offset }: Entry,
  limit: number,
): Promise<number> {
  const header = await readAt(file, offset, 30);
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const inflate = createReadStream(path, { start, end: start + Math.max(0, packedSize - 1) }).pipe(
    createInflateRaw(),
  );
  let size = 0;
  for await (const chunk of inflate) {
    size += (chunk as Buffer).length;
    if (size > limit) break;
  }
  return size;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
