/**
 * Files of imports that hold the person. The file of rows that were refused is deleted; an import that still has its uploaded file
 * would bring the person back, so it ends, and its own work deletes the file.
 */
import { Readable } from 'node:stream';
import type { Sql } from '../../platform/db/pool.ts';
import { readRecords, type ImportSource } from '../../platform/imports/records.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { StorageError, type FileStorage } from '../../platform/storage/storage.ts';

interface KeptFiles {
  id: string;
  filePath: string | null;
  rejectedPath: string | null;
  source: ImportSource;
}

/** How worker/imports writes them (core/imports/csv-writer.ts). */
const rejectedRows = { encoding: 'utf-8', delimiter: ',', newline: '\n' } as const;
/** Shorter than that is no number of a person. */
const LEAST_DIGITS = 7;

/** @returns how many files were deleted, or will be by the import that ended */
export async function eraseImportFiles(
  sql: Sql,
  storage: FileStorage,
  orgId: string,
  erasureId: string,
): Promise<number> {
  const [work] = await sql<{ needles: string[]; words: string[] }[]>`
    select needles, words from private.erasure_work where org_id = ${orgId} and erasure_id = ${erasureId}`;
  if (!work) return 0;
  const imports = await sql<KeptFiles[]>`
    select id, file_path as "filePath", rejected_path as "rejectedPath", source from imports
    where org_id = ${orgId} and (file_path is not null or rejected_path is not null)`;
  let count = 0;
  for (const { id, filePath, rejectedPath, source } of imports) {
    const hasNumber = (rows: string[][]) => rows.flat().some((cell) => namesPerson(cell, work.needles));
    if (filePath !== null && (await holds(storage, filePath, source, hasNumber))) {
      await endImport(sql, orgId, id, erasureId);
      count += 1;
    }
    const areTheirs = async (rows: string[][]) => hasNumber(rows) || (await haveWords(sql, rows, work.words));
    if (rejectedPath !== null && (await holds(storage, rejectedPath, rejectedRows, areTheirs))) {
      await storage.remove('imports', [rejectedPath]);
      await sql`update imports set rejected_path = null where id = ${id}`;
      count += 1;
    }
  }
  return count;
}

async function endImport(sql: Sql, orgId: string, id: string, erasureId: string): Promise<void> {
  await sql.begin(async (tx) => {
    // The audit log: it wasn't the import's own workflow.
    await tx`select set_config('parley.workflow_id', ${workflowIds.eraseContact(orgId, erasureId)}, true)`;
    await tx`
      update imports set status = 'cancelled', ended_at = now(),
        undo_until = now() + case when started_at is null then interval '0' else interval '7 days' end
      where id = ${id} and status in ('draft', 'queued', 'running', 'paused')`;
    await tx`
      insert into private.outbox (topic, key, payload)
      values ('contactImport', ${id}, jsonb_build_object('orgId', ${orgId}::text))`;
  });
}

async function holds(
  storage: FileStorage,
  path: string,
  source: Omit<ImportSource, 'hasHeader'>,
  areTheirs: (rows: string[][]) => boolean | Promise<boolean>,
): Promise<boolean> {
  const content = await storage.download('imports', path).catch((error: unknown) => {
    if (error instanceof StorageError && error.code === 'not_found') return Readable.from([]);
    throw error;
  });
  try {
    for await (const records of readRecords(content, source)) {
      if (records.some((record) => 'broken' in record)) return true;
      if (await areTheirs(records.flatMap((record) => ('cells' in record ? [record.cells] : []))))
        return true;
    }
    return false;
  } finally {
    content.destroy();
  }
}

/** A number however it is written, also without its country; or a user id. As private.erase_traces does for rows. */
function namesPerson(cell: string, needles: string[]): boolean {
  const digits = cell.replaceAll(/\D/g, '').replace(/^0+/, '');
  return needles.some(
    (needle) => cell.trim() === needle || (digits.length >= LEAST_DIGITS && needle.endsWith(digits)),
  );
}

async function haveWords(sql: Sql, rows: string[][], words: string[]): Promise<boolean> {
  const lines = rows.map((cells) => cells.join(' '));
  const [row] = await sql<{ found: boolean }[]>`
    select exists (select from unnest(${lines}::text[]) line where private.holds_words(line, ${words}::text[])) as found`;
  return row!.found;
}
