import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheRoot, findCached, putInCache } from './cache.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parley-cache-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const produce = (text: string) => (folder: string) => writeFile(join(folder, 'program'), text);

describe('the cache of programs', () => {
  it('finds nothing before anything was put in', async () => {
    expect(await findCached('tool', root)).toBeUndefined();
  });

  it('finds what was put in', async () => {
    const folder = await putInCache('tool', produce('v1'), root);
    expect(await findCached('tool', root)).toBe(folder);
    expect(await readFile(join(folder, 'program'), 'utf8')).toBe('v1');
  });

  it('removes an entry whose file was changed after it was made', async () => {
    const folder = await putInCache('tool', produce('v1'), root);
    await writeFile(join(folder, 'program'), 'tampered');
    expect(await findCached('tool', root)).toBeUndefined();
    expect(await readdir(root)).toEqual([]);
  });

  it('removes an entry whose file is missing', async () => {
    const folder = await putInCache('tool', produce('v1'), root);
    await rm(join(folder, 'program'));
    expect(await findCached('tool', root)).toBeUndefined();
  });

  it('leaves nothing behind when making fails', async () => {
    const failing = () => Promise.reject(new Error('no network'));
    await expect(putInCache('tool', failing, root)).rejects.toThrow('no network');
    expect(await readdir(root)).toEqual([]);
  });

  it('gives two makers at once the same whole entry', async () => {
    const folders = await Promise.all([
      putInCache('tool', produce('one'), root),
      putInCache('tool', produce('two'), root),
    ]);
    expect(folders[0]).toBe(folders[1]);
    expect(await findCached('tool', root)).toBe(folders[0]);
    expect(await readdir(root)).toEqual(['tool']);
  });

  it('says what to do when the folder cannot be made', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(putInCache('tool', produce('v1'), join(root, 'file'))).rejects.toMatchObject({
      code: 'cache_unusable',
      message: expect.stringContaining('XDG_CACHE_HOME') as string,
    });
  });
});

describe('cacheRoot', () => {
  it('follows XDG_CACHE_HOME', () => {
    expect(cacheRoot({ XDG_CACHE_HOME: '/c' })).toBe(join('/c', 'parley'));
  });
});
