/** What is next for an export: its row says so. */
import type { ContactFileInput, ContactFileReport } from '../../workflows/housekeeping-contract.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { exportFormats, exportPath } from '../../platform/storage/paths.ts';
import { describeExport, loadExport, type Export } from './export.ts';
import { runExport, type ExportContext, type ExportWork } from './run-export.ts';

/** Rules that can't be read any more, for example: nobody can write this file. */
const HOPELESS = /^(PA004|22)/;

/** @param now the workflow's time */
export async function workOnExport(
  context: ExportContext,
  { orgId, id }: ContactFileInput,
  now: Date,
  work: ExportWork,
): Promise<ContactFileReport> {
  const { sql, storage } = context;
  const found = await loadExport(sql, orgId, id);
  if (found === null) {
    // With its organisation, perhaps while the file was written.
    await storage.remove(
      'exports',
      exportFormats.map((format) => exportPath(orgId, id, format)),
    );
    return { next: 'end', wakeAt: null, status: 'gone', words: 'The export was deleted' };
  }
  const report = (next: ContactFileReport['next'], wakeAt: Date | null = null): ContactFileReport => ({
    ...{ next, wakeAt: wakeAt?.toISOString() ?? null },
    ...{ status: found.status, words: describeExport(found) },
  });
  switch (found.status) {
    case 'queued':
    case 'running':
      try {
        await runExport(context, found, work);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        if (!HOPELESS.test(code)) throw error;
        await fail(sql, found, code);
      }
      return report('again');
    case 'completed':
      if (found.expiresAt !== null && now < found.expiresAt) return report('sleep', found.expiresAt);
      if (found.filePath !== null) await storage.remove('exports', [found.filePath]);
      await sql`update exports set status = 'expired', file_path = null where id = ${id}`;
      return report('again');
    case 'cancelled':
      // A worker that was just writing it may have finished the file.
      await storage.remove('exports', [exportPath(orgId, id, found.format)]);
      return report('end');
    case 'failed':
    case 'expired':
      return report('end');
  }
}

async function fail(sql: Sql, { id }: Export, code: string): Promise<void> {
  await sql`update exports set status = 'failed', error = ${code}, ended_at = now() where id = ${id} and status = 'running'`;
}
