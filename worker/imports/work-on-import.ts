/** What is next for an import: its row says so. Called again whenever the row has changed, or its time has come. */
import type { ContactFileInput, ContactFileReport } from '../../workflows/housekeeping-contract.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { importPath, rejectedRowsPath } from '../../platform/storage/paths.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import { describeImport, loadImport, type Import } from './import.ts';
import { runImport, type ImportContext, type ImportWork } from './run-import.ts';
import { undoImport } from './undo-import.ts';
import { writeRejectedRows } from './write-rejected-rows.ts';

/** A file that nobody started to import is deleted after this time. */
const DRAFT_MS = 24 * 3_600_000;
const FORGET_SLICE = 5_000;

/** @param now the workflow's time */
export async function workOnImport(
  context: ImportContext,
  { orgId, id }: ContactFileInput,
  now: Date,
  work: ImportWork,
): Promise<ContactFileReport> {
  const { sql, storage } = context;
  const found = await loadImport(sql, orgId, id);
  if (found === null) {
    // With its organisation, perhaps while a file was written.
    await storage.remove('imports', [importPath(orgId, id), rejectedRowsPath(orgId, id)]);
    return { next: 'end', wakeAt: null, status: 'gone', words: 'The import was deleted' };
  }
  const report = (next: ContactFileReport['next'], wakeAt: Date | null = null): ContactFileReport => ({
    ...{ next, wakeAt: wakeAt?.toISOString() ?? null },
    ...{ status: found.status, words: describeImport(found) },
  });
  const throwAway = async () => {
    await deleteFiles(storage, found);
    await sql`delete from imports where id = ${id} and status = ${found.status} and started_at is null`;
    return report('again');
  };
  if (found.status === 'cancelled' && found.startedAt === null) return throwAway();
  switch (found.status) {
    case 'draft': {
      const until = new Date(found.createdAt.getTime() + DRAFT_MS);
      if (now < until) return report('sleep', until);
      return throwAway();
    }
    case 'queued':
    case 'running':
      await runImport(context, found, work);
      return report('again');
    case 'paused':
      return report('sleep');
    case 'undoing':
      await undoImport(sql, found, work);
      return report('again');
    case 'completed':
    case 'cancelled':
    case 'failed':
    case 'undone':
      await finish(sql, storage, found);
      if (found.undoUntil !== null && now < found.undoUntil) return report('sleep', found.undoUntil);
      await forget(sql, storage, found, work);
      return report('end');
  }
}

/** The uploaded file is of no more use; what was rejected gets a file of its own. */
async function finish(sql: Sql, storage: FileStorage, found: Import): Promise<void> {
  if (found.rejected > 0 && found.rejectedPath === null && found.forgottenAt === null)
    await writeRejectedRows(sql, storage, found);
  if (found.filePath === null) return;
  await storage.remove('imports', [found.filePath]);
  await sql`update imports set file_path = null where id = ${found.id}`;
}

/** The time for undoing is over: nothing of the people in the file is kept beside the contacts themselves. */
async function forget(sql: Sql, storage: FileStorage, found: Import, work: ImportWork): Promise<void> {
  const current = await loadImport(sql, found.orgId, found.id);
  if (current === null) return;
  await deleteFiles(storage, current);
  for (let done = 0; ; done += FORGET_SLICE) {
    const { count } = await sql`
      delete from private.import_contacts where import_id = ${found.id} and contact_id in (
        select contact_id from private.import_contacts where import_id = ${found.id} limit ${FORGET_SLICE})`;
    work.onProgress(done);
    if (count < FORGET_SLICE) break;
  }
  await sql`delete from private.import_slices where import_id = ${found.id}`;
  await sql`delete from private.import_rejects where import_id = ${found.id}`;
  await sql`
    update imports set file_path = null, rejected_path = null, forgotten_at = now() where id = ${found.id} and forgotten_at is null`;
}

async function deleteFiles(storage: FileStorage, { filePath, rejectedPath }: Import): Promise<void> {
  await storage.remove(
    'imports',
    [filePath, rejectedPath].filter((path) => path !== null),
  );
}
