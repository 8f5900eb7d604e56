/** Tables `consent_events` and `suppressions`. */
import type { ConsentEntry, Suppression } from '../../core/api/consent.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { toTime } from './time.ts';

export interface ConsentRow {
  id: string;
  purpose: ConsentEntry['purpose'];
  state: ConsentEntry['state'];
  source: string;
  actor: string;
  evidence: Record<string, unknown>;
  at: Date;
  created_at: Date;
  at_key: string;
}

/** For a query in which `consent_events` is `e`. */
export function consentColumns(tx: Tx) {
  return tx`e.id::text, e.purpose, e.state, e.source, e.actor, e.evidence, e.at, e.created_at, e.at::text as at_key`;
}

export function toConsentEntry(row: ConsentRow): ConsentEntry {
  const { id, purpose, state, source, actor, evidence } = row;
  return {
    id,
    purpose,
    state,
    source,
    actor,
    evidence,
    at: toTime(row.at),
    recordedAt: toTime(row.created_at),
  };
}

export interface SuppressionRow {
  id: string;
  hint: string;
  reason: string | null;
  created_by: string;
  created_at: Date;
  created_key: string;
}

/** For a query in which `suppressions` is `s`. */
export function suppressionColumns(tx: Tx) {
  return tx`s.id, s.hint, s.reason, s.created_by, s.created_at, s.created_at::text as created_key`;
}

export function toSuppression({ id, hint, reason, created_by, created_at }: SuppressionRow): Suppression {
  return { id, hint, reason, createdBy: created_by, createdAt: toTime(created_at) };
}
