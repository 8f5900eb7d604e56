/** Table `erasures`. */
import type { Erasure } from '../../core/api/erasure.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface ErasureRow {
  id: string;
  org_id: string;
  contact_id: string;
  reason: Erasure['reason'];
  requested_by: string;
  status: Erasure['status'];
  counts: Record<string, number>;
  proof: string | null;
  created_at: Date;
  completed_at: Date | null;
  created_key: string;
}

/** Of an erasure `e`. */
export function erasureColumns(tx: Tx) {
  return tx`
    e.id, e.org_id, e.contact_id, e.reason, e.requested_by, e.status, e.counts, e.proof, e.created_at, e.completed_at,
    e.created_at::text as created_key`;
}

export function toErasure(row: ErasureRow): Erasure {
  return {
    id: row.id,
    contactId: row.contact_id,
    reason: row.reason,
    status: row.status,
    counts: row.counts,
    proof: row.proof,
    requestedBy: row.requested_by,
    workflowId: workflowIds.eraseContact(row.org_id, row.id),
    createdAt: toTime(row.created_at),
    completedAt: toTimeOrNull(row.completed_at),
  };
}
