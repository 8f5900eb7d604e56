/** Tables `audit_log` and `audit_details`. */
import type { AuditEntry } from '../../core/api/audit.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { toTime, toTimeOrNull } from './time.ts';

type Values = Record<string, unknown>;

export interface AuditRow {
  id: number;
  at: Date;
  actor_kind: AuditEntry['actor']['kind'];
  actor_id: string | null;
  workflow_id: string | null;
  action: string;
  subject: string;
  subject_id: string;
  label: string | null;
  contact_id: string | null;
  changed: string[];
  before: Values;
  after: Values;
  personal_before: Values | null;
  personal_after: Values | null;
  erased_at: Date | null;
  request_id: string | null;
  address: string | null;
  at_key: string;
}

/** Of an entry `a`; personal values come from its details `d`. */
export function auditColumns(tx: Tx) {
  return tx`
    a.id, a.at, a.actor_kind, a.actor_id, a.workflow_id, a.action, a.subject, a.subject_id, a.label, a.contact_id, a.changed,
    a.before, a.after, d.before as personal_before, d.after as personal_after, d.erased_at, a.request_id, a.address,
    a.at::text as at_key`;
}

/** @param names of actors, members, flows (also under the id of a job), by id */
export function toAuditEntry(row: AuditRow, names: ReadonlyMap<string, string>): AuditEntry {
  return {
    id: row.id,
    at: toTime(row.at),
    actor: {
      kind: row.actor_kind,
      id: row.actor_id,
      name: (row.actor_id !== null && names.get(row.actor_id)) || null,
      workflowId: row.workflow_id,
    },
    action: row.action,
    subject: row.subject,
    subjectId: row.subject_id,
    subjectName: row.label ?? names.get(row.subject_id) ?? null,
    contactId: row.contact_id,
    changed: row.changed.map(toCamelCase),
    before: toFields({ ...row.before, ...row.personal_before }),
    after: toFields({ ...row.after, ...row.personal_after }),
    erasedAt: toTimeOrNull(row.erased_at),
    requestId: row.request_id,
    address: row.address,
  };
}

/** Columns become fields of the API; what stands inside a value stays as it is. */
function toFields(columns: Values): Values {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [toCamelCase(name), value]));
}

function toCamelCase(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
