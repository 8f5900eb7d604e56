/** The row of an import, which is its whole state. */
import type { ImportMapping } from '../../core/api/imports.ts';
import type { ImportSource } from '../../platform/imports/records.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import { ofLivingOrganization } from '../living-organization.ts';

export interface Import {
  id: string;
  orgId: string;
  filePath: string | null;
  source: ImportSource;
  columns: string[];
  mapping: ImportMapping;
  status:
    'draft' | 'queued' | 'running' | 'paused' | 'completed' | 'cancelled' | 'failed' | 'undoing' | 'undone';
  total: number;
  position: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  removed: number;
  restored: number;
  kept: number;
  rejectedPath: string | null;
  error: string | null;
  createdBy: string;
  createdAt: Date;
  /** Null: it never began. */
  startedAt: Date | null;
  undoUntil: Date | null;
  forgottenAt: Date | null;
}

export const importColumns = (sql: Sql | Tx) => sql`
  id, org_id as "orgId", file_path as "filePath", source, columns, mapping, status, total, position, created, updated, unchanged,
  rejected, removed, restored, kept, rejected_path as "rejectedPath", error, created_by as "createdBy", created_at as "createdAt",
  started_at as "startedAt", undo_until as "undoUntil", forgotten_at as "forgottenAt"`;

/** Null when it is gone, or its organisation is being deleted. */
export async function loadImport(sql: Sql | Tx, orgId: string, id: string): Promise<Import | null> {
  const [found] = await sql<Import[]>`
    select ${importColumns(sql)} from imports where org_id = ${orgId} and id = ${id} and ${ofLivingOrganization(sql, orgId)}`;
  return found ?? null;
}

/** Locked, so that of two copies of an activity one begins, or undoes, at a time. */
export async function lockImport(tx: Tx, orgId: string, id: string): Promise<Import | null> {
  const [found] = await tx<Import[]>`
    select ${importColumns(tx)} from imports where org_id = ${orgId} and id = ${id} and ${ofLivingOrganization(tx, orgId)} for update`;
  return found ?? null;
}

/** For operators: how far it is, in one line, without a word of what is in the file. */
export function describeImport({
  status,
  total,
  position,
  created,
  updated,
  rejected,
  error,
}: Import): string {
  const done = `${position} of ${total} rows, ${created} new, ${updated} changed, ${rejected} rejected`;
  return `Import, ${status}: ${done}${error ? ` (${error})` : ''}`;
}
