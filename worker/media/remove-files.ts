/** Deletes files whose rows are gone. May be cut off anywhere: a file that is not there any more is no error. */
import type { Sql } from '../../platform/db/pool.ts';
import type { Bucket, FileStorage } from '../../platform/storage/storage.ts';

const BATCH = 200;

export interface RemoveFilesOptions {
  /** Of one organisation only. */
  orgId?: string;
  /** What is left is for the next time. */
  maxBatches?: number;
  onProgress?: () => void;
}

/**
 * @returns how many there were
 * @throws StorageError while Storage is away; what is left stays noted
 */
export async function removeFiles(
  sql: Sql,
  storage: FileStorage,
  { orgId, maxBatches = Infinity, onProgress = () => {} }: RemoveFilesOptions = {},
): Promise<number> {
  // Where files can't be kept there are none.
  if (!storage.isConfigured) return 0;
  let count = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const files = await sql<{ bucket: Bucket; path: string }[]>`
      select bucket, path from private.file_removals
      where ${orgId === undefined ? sql`true` : sql`org_id = ${orgId}`} order by bucket, path limit ${BATCH}`;
    for (const [bucket, paths] of Map.groupBy(files, ({ bucket }) => bucket)) {
      const names = paths.map(({ path }) => path);
      await storage.remove(bucket, names);
      await sql`delete from private.file_removals where bucket = ${bucket} and path = any (${names})`;
    }
    count += files.length;
    onProgress();
    if (files.length < BATCH) break;
  }
  return count;
}
