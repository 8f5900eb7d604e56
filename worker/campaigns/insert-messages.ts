/** Writes a campaign's messages into their conversations, ready for the gate. */
import type { CampaignMessage } from '../../core/campaigns/message.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';

export interface NewMessage extends CampaignMessage {
  id: string;
  contactId: string;
  conversationId: string;
  /** As people read it. */
  text: string;
  /** The one before it that Meta held back. */
  retryOf: string | null;
}

/** The caller holds the conversations' locks. */
export async function insertMessages(
  tx: Tx,
  { id, orgId, phoneNumberId }: Campaign,
  messages: readonly NewMessage[],
  now: Date,
): Promise<void> {
  if (messages.length === 0) return;
  await tx`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, status, status_rank,
      source, campaign_id, purpose, is_unasked, retry_of, created_at)
    select m.id, ${orgId}, m."conversationId", m."contactId", ${phoneNumberId}, 'outbound', m.content ->> 'type', m.content, m.text,
      'queued', 0, 'campaign', ${id}, m.purpose, true, m."retryOf", ${now}
    from jsonb_to_recordset(${json(tx, messages)}) as m (id uuid, "conversationId" uuid, "contactId" uuid, content jsonb, text text,
      purpose text, "retryOf" uuid)`;
}
