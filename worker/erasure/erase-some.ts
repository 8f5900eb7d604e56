/** One slice of an erasure. What and in which order the database decides (`private.erase_contact`); hashes and files are ours. */
import type { Sql } from '../../platform/db/pool.ts';
import type { SuppressionKeys } from '../../platform/secrets/suppression.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import type { ErasureInput } from '../../workflows/housekeeping-contract.ts';
import { removeFiles } from '../media/remove-files.ts';
import { fillIdentityHashes } from '../suppressions/fill-hashes.ts';
import { eraseImportFiles } from './erase-import-files.ts';

/** Rows of a slice, or deliveries that are searched. */
const SLICE = 500;

export interface ErasureContext {
  sql: Sql;
  storage: FileStorage;
  keys: SuppressionKeys;
  /** For a heartbeat, where a slice takes long. */
  onProgress?: () => void;
}

/** @returns whether the erasure is complete */
export async function eraseSome(
  { sql, storage, keys, onProgress = () => {} }: ErasureContext,
  { orgId, id }: ErasureInput,
  limit = SLICE,
): Promise<boolean> {
  // An opt-out is kept by the hashes of the person's ids: none may be without.
  while (await fillIdentityHashes(sql, keys));
  const [row] = await sql<{ next: 'again' | 'files' | 'done' }[]>`
    select private.erase_contact(${orgId}, ${id}, ${limit}) as next`;
  if (row!.next !== 'files') return row!.next === 'done';
  await removeFiles(sql, storage, { orgId, onProgress });
  const files = await eraseImportFiles(sql, storage, orgId, id);
  await sql`select private.complete_erasure(${orgId}, ${id}, ${files})`;
  return true;
}
