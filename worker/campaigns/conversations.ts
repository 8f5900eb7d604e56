/** Conversations with those who are about to get something, on the campaign's number. */
import { json, type Tx } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';

export interface LastMessage {
  contactId: string;
  /** As the list of conversations shows it. */
  text: string;
}

/**
 * Opens those that there are not, locks those that nobody else has locked just now, and shows the message as their last one. It never
 * waits for a lock, so that who holds many can't be part of a deadlock with the relay.
 * @returns the conversations by contact; those that others work on are missing
 */
export async function openConversations(
  tx: Tx,
  { orgId, phoneNumberId }: Pick<Campaign, 'orgId' | 'phoneNumberId'>,
  messages: readonly LastMessage[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  if (messages.length === 0) return new Map();
  const rows = json(tx, messages);
  const ids = messages.map(({ contactId }) => contactId);
  const [opened, found] = await Promise.all([
    tx<{ id: string; contactId: string }[]>`
      insert into conversations (org_id, contact_id, phone_number_id, last_message_at, last_message_text, last_message_direction)
      select ${orgId}, m."contactId", ${phoneNumberId}, ${now}, left(m.text, 200), 'outbound'
      from jsonb_to_recordset(${rows}) as m ("contactId" uuid, text text)
      -- One by one: joined, all conversations of the number might be read.
      where (select v.id from conversations v where v.phone_number_id = ${phoneNumberId} and v.contact_id = m."contactId") is null
      order by m."contactId"
      on conflict (phone_number_id, contact_id) do nothing
      returning id, contact_id as "contactId"`,
    tx<{ id: string; contactId: string }[]>`
      select id, contact_id as "contactId" from conversations
      where phone_number_id = ${phoneNumberId} and contact_id = any(${ids}::uuid[]) order by id for update skip locked`,
  ]);
  const isNew = new Set(opened.map(({ id }) => id));
  const known = found.filter(({ id }) => !isNew.has(id));
  if (known.length > 0) {
    await tx`
      update conversations v set last_message_at = greatest(v.last_message_at, ${now}), last_message_text = left(m.text, 200),
        last_message_direction = 'outbound'
      from jsonb_to_recordset(${rows}) as m ("contactId" uuid, text text)
      where v.id = any(${known.map(({ id }) => id)}::uuid[]) and v.contact_id = m."contactId"`;
  }
  return new Map(found.map(({ id, contactId }) => [contactId, id]));
}
