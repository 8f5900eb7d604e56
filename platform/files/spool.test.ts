import { mkdir, mkdtemp, readFile, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearSpool, FileTooLargeError, spool } from './spool.ts';

let folder: string;
const before = process.env.TMPDIR;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-test-'));
  process.env.TMPDIR = folder;
});
afterEach(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await rm(folder, { recursive: true });
});

describe('a spooled file', () => {
  it('is on the disk with its size and hash, until it is removed', async () => {
    const file = await spool(Readable.from(['ab', 'c']), 3);
    expect(await readFile(file.path, 'utf8')).toBe('abc');
    expect(file).toMatchObject({
      byteSize: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
    await file.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when it is too large, or breaks off', async () => {
    await expect(spool(Readable.from(['abcd']), 3)).rejects.toBeInstanceOf(FileTooLargeError);
    const broken = Readable.from(
      (async function* () {
        yield 'a';
        throw new Error('gone');
      })(),
    );
    await expect(spool(broken, 3)).rejects.toThrow('gone');
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a process that was killed is cleared after an hour', async () => {
    for (const name of ['parley-file-old', 'parley-file-new', 'somebody-elses'])
      await mkdir(join(folder, name));
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of ['parley-file-old', 'somebody-elses'])
      await utimes(join(folder, name), longAgo, longAgo);
    await clearSpool();
    expect((await readdir(folder)).sort()).toEqual(['parley-file-new', 'somebody-elses']);
  });
});
