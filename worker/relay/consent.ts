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

/** Whether the newest yes or no about this purpose already says the same, from the same source. */
export async function isNewestConsent(
  tx: Tx,
  { orgId, contactId, purpose = 'marketing', state, source }: ConsentRecord,
): Promise<boolean> {
  const [newest] = await tx<{ isSame: boolean }[]>`
    select state = ${state} and source = ${source} as "isSame" from consent_events
    where org_id = ${orgId} and contact_id = any (private.ids_of_contact(${orgId}, ${contactId}))
      and purpose = ${purpose} and state <> 'requested'
    order by at desc, id desc limit 1`;
  return newest?.isSame === true;
}

/** Meta refused these messages because their receivers stopped marketing (131050). */
export async function recordStop(tx: Tx, messageIds: string[]): Promise<void> {
  await tx`
    insert into consent_events (org_id, contact_id, purpose, state, source, actor, evidence, at)
    select org_id, contact_id, 'marketing', 'denied', 'sendError', 'meta', jsonb_build_object('messageId', id), now()
    from messages where id = any(${messageIds}::uuid[])
    on conflict do nothing`;
}
