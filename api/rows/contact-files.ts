/** Tables `imports` and `exports`. */
import type { ContactExport, ContactImport } from '../../core/api/imports.ts';
import type { ImportSource } from '../../platform/imports/records.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { ApiError } from '../problems.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface ImportRow {
  id: string;
  org_id: string;
  file_name: string;
  file_path: string | null;
  source: ImportSource;
  columns: string[];
  mapping: ContactImport['mapping'];
  status: ContactImport['status'];
  total: number;
  position: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  kept_denials: number;
  rejected_path: string | null;
  removed: number;
  restored: number;
  kept: number;
  error: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  undo_until: Date | null;
  created_key: string;
}

/** Of an import `i`. */
export function importColumns(tx: Tx) {
  return tx`
    i.id, i.org_id, i.file_name, i.file_path, i.source, i.columns, i.mapping, i.status, i.total, i.position, i.created, i.updated,
    i.unchanged, i.rejected, i.kept_denials, i.rejected_path, i.removed, i.restored, i.kept, i.error, i.created_at, i.started_at,
    i.ended_at, i.undo_until, i.created_at::text as created_key`;
}

export function toImport(row: ImportRow): ContactImport {
  const isUndone = row.status === 'undoing' || row.status === 'undone';
  return {
    id: row.id,
    fileName: row.file_name,
    status: row.status,
    columns: row.columns,
    mapping: row.mapping,
    total: row.total,
    done: row.position,
    created: row.created,
    updated: row.updated,
    unchanged: row.unchanged,
    rejected: row.rejected,
    keptDenials: row.kept_denials,
    hasRejectedRows: row.rejected_path !== null,
    undone: isUndone ? { removed: row.removed, restored: row.restored, kept: row.kept } : null,
    undoUntil: toTimeOrNull(row.undo_until),
    error: row.error,
    workflowId: workflowIds.importContacts(row.org_id, row.id),
    createdAt: toTime(row.created_at),
    startedAt: toTimeOrNull(row.started_at),
    endedAt: toTimeOrNull(row.ended_at),
  };
}

/** @throws ApiError not_found */
export async function loadImport(tx: Tx, org: string, id: string): Promise<ImportRow> {
  const [row] = await tx<ImportRow[]>`
    select ${importColumns(tx)} from public.imports i where i.org_id = ${org} and i.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return row;
}

export interface ExportRow {
  id: string;
  org_id: string;
  file_name: string;
  file_path: string | null;
  format: ContactExport['format'];
  status: ContactExport['status'];
  total: number | null;
  done: number;
  byte_size: number | null;
  error: string | null;
  created_at: Date;
  ended_at: Date | null;
  expires_at: Date | null;
  created_key: string;
}

/** Of an export `e`. */
export function exportColumns(tx: Tx) {
  return tx`
    e.id, e.org_id, e.file_name, e.file_path, e.format, e.status, e.total, e.done, e.byte_size, e.error, e.created_at, e.ended_at,
    e.expires_at, e.created_at::text as created_key`;
}

export function toExport(row: ExportRow): ContactExport {
  return {
    id: row.id,
    fileName: row.file_name,
    format: row.format,
    status: row.status,
    total: row.total,
    done: row.done,
    byteSize: row.byte_size,
    error: row.error,
    workflowId: workflowIds.exportContacts(row.org_id, row.id),
    createdAt: toTime(row.created_at),
    endedAt: toTimeOrNull(row.ended_at),
    expiresAt: toTimeOrNull(row.expires_at),
  };
}

/** @throws ApiError not_found */
export async function loadExport(tx: Tx, org: string, id: string): Promise<ExportRow> {
  const [row] = await tx<ExportRow[]>`
    select ${exportColumns(tx)} from public.exports e where e.org_id = ${org} and e.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return row;
}
