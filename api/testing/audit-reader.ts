/** The audit log of an organisation as its admin reads it. */
import type { AuditEntry } from '../../core/api/audit.ts';
import type { CallInput, TestApi } from './test-api.ts';

export interface AuditReader {
  /** Entries up to this one are of what came before the mark. */
  readonly start: number;
  mark(): Promise<void>;
  list(query?: CallInput['query']): Promise<{ items: AuditEntry[]; nextCursor: string | null }>;
  /** Since the mark, oldest first. */
  written(query?: CallInput['query']): Promise<AuditEntry[]>;
}

export function readAudit(api: TestApi): AuditReader {
  const { sql } = api.database;
  const { token } = api.ours.users.admin;
  let start = 0;
  const list: AuditReader['list'] = (query = {}) =>
    api.call('listAudit', { token, params: { org: api.ours.id }, query });
  return {
    get start() {
      return start;
    },
    async mark() {
      const [row] = await sql<{ id: number }[]>`select coalesce(max(id), 0)::int as id from public.audit_log`;
      start = row!.id;
    },
    list,
    async written(query = {}) {
      const { items } = await list({ limit: 100, ...query });
      return items.filter(({ id }) => id > start).reverse();
    },
  };
}
