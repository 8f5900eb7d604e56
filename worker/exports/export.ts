/** The row of an export, which is its whole state. */
import type { ExportRequest } from '../../core/api/imports.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { ofLivingOrganization } from '../living-organization.ts';

export interface Export {
  id: string;
  orgId: string;
  filePath: string | null;
  params: ExportRequest;
  format: 'csv' | 'xlsx';
  status: 'queued' | 'running' | 'completed' | 'cancelled' | 'failed' | 'expired';
  total: number | null;
  done: number;
  error: string | null;
  expiresAt: Date | null;
}

/** Null when it is gone, or its organisation is being deleted. */
export async function loadExport(sql: Sql, orgId: string, id: string): Promise<Export | null> {
  const [found] = await sql<Export[]>`
    select id, org_id as "orgId", file_path as "filePath", params, format, status, total, done, error, expires_at as "expiresAt"
    from exports where org_id = ${orgId} and id = ${id} and ${ofLivingOrganization(sql, orgId)}`;
  return found ?? null;
}

/** For operators: how far it is, in one line. */
export function describeExport({ status, total, done, error }: Export): string {
  const of = total === null ? '' : ` of about ${total}`;
  return `Export, ${status}: ${done}${of} contacts${error ? ` (${error})` : ''}`;
}
