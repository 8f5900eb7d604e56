/** Conversations with those who are about to get something, on the campaign's number. */
import type { Tx } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';

/**
 * Opens those that there are not, and locks those that nobody else has locked just now: it never waits for one, so that who holds many
 * can't be part of a deadlock with the relay.
 * @returns the locked ones by contact
 */
export async function openConversations(
  tx: Tx,
  { orgId, phoneNumberId }: Pick<Campaign, 'orgId' | 'phoneNumberId'>,
  people: readonly { contactId: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (people.length === 0) return new Map();
  const ids = people.map(({ contactId }) => contactId);
  const [, rows] = await Promise.all([
    tx`
      insert into conversations (org_id, contact_id, phone_number_id)
      select ${orgId}, c.id, ${phoneNumberId} from contacts c
      where c.org_id = ${orgId} and c.id = any(${ids}::uuid[]) and not exists (
        select from conversations v where v.phone_number_id = ${phoneNumberId} and v.contact_id = c.id)
      order by c.id
      on conflict (phone_number_id, contact_id) do nothing`,
    tx<{ id: string; contactId: string }[]>`
      select id, contact_id as "contactId" from conversations
      where phone_number_id = ${phoneNumberId} and contact_id = any(${ids}::uuid[]) order by id for update skip locked`,
  ]);
  return new Map(rows.map(({ id, contactId }) => [contactId, id]));
}
