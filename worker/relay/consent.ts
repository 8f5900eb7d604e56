/** The consent ledger: entries are only added; the database derives what they amount to (`private.consent_state`). */
import type { ConsentAnswer, ConsentPurpose } from '../../core/messaging/consent.ts';
import { json, type Tx } from '../../platform/db/pool.ts';

export interface ConsentRecord {
  orgId: string;
  contactId: string;
  /** Default: marketing. */
  purpose?: ConsentPurpose;
  state: ConsentAnswer;
  source: string;
  /** Who: `contact`, `meta`, `run:{id}`, `import:{id}`. */
  actor: string;
  /** How we know, by ids: of a message, a run. No words of the person. */
  evidence: Record<string, unknown>;
  at: Date;
}

/** Writing the same again changes nothing. */
export async function recordConsent(tx: Tx, entry: ConsentRecord): Promise<void> {
  const { orgId, contactId, purpose = 'marketing', state, source, actor, evidence, at } = entry;
  await tx`
    insert into consent_events (org_id, contact_id, purpose, state, source, actor, evidence, at)
    values (${orgId}, ${contactId}, ${purpose}, ${state}, ${source}, ${actor}, ${json(tx, evidence)}, ${at})
    on conflict do nothing`;
}

/** Meta refused these messages because their receivers stopped marketing (131050). */
export async function recordStop(tx: Tx, messageIds: string[]): Promise<void> {
  await tx`
    insert into consent_events (org_id, contact_id, purpose, state, source, actor, evidence, at)
    select org_id, contact_id, 'marketing', 'denied', 'sendError', 'meta', jsonb_build_object('messageId', id), now()
    from messages where id = any(${messageIds}::uuid[])
    on conflict do nothing`;
}
