/**
 * Deletes files whose rows are gone, at once and a second time when an upload that was then under way must have ended. May be cut off
 * anywhere: a file that is not there any more is no error.
 */
import type { Sql } from '../../platform/db/pool.ts';
import type { Bucket, FileStorage } from '../../platform/storage/storage.ts';

const BATCH = 200;
/** Some times what an attempt to bring a file may last (`ATTEMPT_MS`). */
const AGAIN_AFTER_SECONDS = 3_600;

export interface RemoveFilesOptions {
  /** Of one organisation only. */
  orgId?: string;
  /** What is left is for the next time. */
  maxBatches?: number;
  onProgress?: () => void;
}

/**
 * @returns how many there were, each counted the first time
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
    const files = await sql<{ bucket: Bucket; path: string; isAgain: boolean }[]>`
      select bucket, path, is_again as "isAgain" from private.file_removals
      where due_at <= now() and ${orgId === undefined ? sql`true` : sql`org_id = ${orgId}`}
      order by due_at limit ${BATCH}`;
    for (const [bucket, noted] of Map.groupBy(files, (file) => file.bucket)) {
      const paths = noted.map(({ path }) => path);
      await storage.remove(bucket, paths);
      await settle(sql, bucket, paths);
    }
    count += files.filter(({ isAgain }) => !isAgain).length;
    onProgress();
    if (files.length < BATCH) break;
  }
  return count;
}

/** Another remover may have been here in between: then the path isn't due any more. */
async function settle(sql: Sql, bucket: Bucket, paths: string[]): Promise<void> {
  await sql`
    with forgotten as (
      delete from private.file_removals where bucket = ${bucket} and path = any (${paths}) and is_again and due_at <= now()
    )
    update private.file_removals set is_again = true, due_at = now() + make_interval(secs => ${AGAIN_AFTER_SECONDS})
    where bucket = ${bucket} and path = any (${paths}) and not is_again`;
}
