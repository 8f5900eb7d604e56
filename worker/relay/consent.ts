/** The consent ledger: entries are only added; the newest by its own time decides (a trigger projects it on the contact). */
import { json, type Tx } from '../../platform/db/pool.ts';

export interface ConsentEntry {
  orgId: string;
  contactId: string;
  state: 'granted' | 'denied';
  source: string;
  evidence: Record<string, unknown>;
  at: Date;
}

export async function recordConsent(tx: Tx, entry: ConsentEntry): Promise<void> {
  await tx`
    insert into consent_events (org_id, contact_id, purpose, state, source, evidence, at)
    values (${entry.orgId}, ${entry.contactId}, 'marketing', ${entry.state}, ${entry.source}, ${json(tx, entry.evidence)}, ${entry.at})
    on conflict do nothing`;
}

/** Meta refused these messages because their receivers stopped marketing (131050). */
export async function recordStop(tx: Tx, messageIds: string[]): Promise<void> {
  await tx`
    insert into consent_events (org_id, contact_id, purpose, state, source, evidence, at)
    select org_id, contact_id, 'marketing', 'denied', 'sendError', jsonb_build_object('messageId', id), now()
    from messages where id = any(${messageIds}::uuid[])
    on conflict do nothing`;
}
