import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { App } from '@supabase/lite';

type StorageAdapter = NonNullable<App['_storageAdapter']>;
type ObjectMetadata = Awaited<ReturnType<StorageAdapter['headObject']>>;
type Facts = Pick<ObjectMetadata, 'mimetype' | 'cacheControl' | 'eTag'>;

/**
 * Keeps Storage's objects as files: `<dir>/<bucket>/<key>` with the bytes, and beside it, under
 * `.facts`, what HTTP must say about them.
 */
export function fileStorage(rootDir: string): StorageAdapter {
  /** Keys are the clients' choice: none may lead out of its bucket. */
  function pathOf(bucket: string, key: string, area: 'objects' | 'facts' = 'objects'): string {
    const base = resolve(rootDir, area, encodeURIComponent(bucket));
    const path = resolve(base, key);
    if (!path.startsWith(base + sep)) throw new Error('object key leaves its bucket');
    return area === 'facts' ? `${path}.json` : path;
  }

  async function write(path: string, data: Uint8Array | string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const partial = `${path}.${process.pid}.partial`;
    await writeFile(partial, data);
    await rename(partial, path);
  }

  async function headObject(bucket: string, key: string): Promise<ObjectMetadata> {
    const { size, mtime } = await stat(pathOf(bucket, key));
    const facts = JSON.parse(await readFile(pathOf(bucket, key, 'facts'), 'utf8')) as Facts;
    return { ...facts, size, contentLength: size, lastModified: mtime, httpStatusCode: 200 };
  }

  async function deleteObject(bucket: string, key: string): Promise<void> {
    await rm(pathOf(bucket, key), { force: true });
    await rm(pathOf(bucket, key, 'facts'), { force: true });
  }

  return {
    driver: rootDir,
    headObject,
    deleteObject,

    async getObject(bucket, key) {
      const metadata = await headObject(bucket, key);
      return { metadata, httpStatusCode: 200, body: await readFile(pathOf(bucket, key)) };
    },

    async uploadObject(bucket, key, _version, body, contentType, cacheControl) {
      const data =
        body instanceof Uint8Array
          ? body
          : new Uint8Array(await new Response(body as ReadableStream).arrayBuffer());
      const eTag = `"${createHash('md5').update(data).digest('hex')}"`;
      const facts: Facts = { mimetype: contentType, cacheControl, eTag };
      await write(pathOf(bucket, key, 'facts'), JSON.stringify(facts));
      await write(pathOf(bucket, key), data);
      return headObject(bucket, key);
    },

    async deleteObjects(bucket, keys) {
      for (const key of keys) await deleteObject(bucket, key);
    },

    async copyObject(fromBucket, fromKey, _version, toBucket, toKey) {
      for (const area of ['facts', 'objects'] as const) {
        const target = pathOf(toBucket, toKey, area);
        await mkdir(dirname(target), { recursive: true });
        await copyFile(pathOf(fromBucket, fromKey, area), target);
      }
      const { eTag, lastModified } = await headObject(toBucket, toKey);
      return { eTag, lastModified, httpStatusCode: 200 };
    },

    privateAssetUrl: (bucket, key) => Promise.resolve(pathOf(bucket, key)),
  };
}
