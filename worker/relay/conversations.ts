/** The conversation row: locked first by everyone who changes a conversation, a run or a message (in this order). */
import type { Tx } from '../../platform/db/pool.ts';

export interface Conversation {
  id: string;
  orgId: string;
  contactId: string;
  phoneNumberId: string;
  mode: 'bot' | 'human';
  status: string;
  windowExpiresAt: Date | null;
  windowSeq: number;
  foregroundRunId: string | null;
}

/** Finds or opens the conversation between a contact and one of our numbers, and locks it until the transaction ends. */
export async function openConversation(
  tx: Tx,
  orgId: string,
  contactId: string,
  phoneNumberId: string,
): Promise<Conversation> {
  const [found] = await lockedConversation(tx, contactId, phoneNumberId);
  if (found) return found;
  await tx`
    insert into conversations (org_id, contact_id, phone_number_id) values (${orgId}, ${contactId}, ${phoneNumberId})
    on conflict (phone_number_id, contact_id) do nothing`;
  const [opened] = await lockedConversation(tx, contactId, phoneNumberId);
  return opened!;
}

function lockedConversation(tx: Tx, contactId: string, phoneNumberId: string) {
  return tx<Conversation[]>`
    select id, org_id as "orgId", contact_id as "contactId", phone_number_id as "phoneNumberId", mode, status,
      window_expires_at as "windowExpiresAt", window_seq as "windowSeq", foreground_run_id as "foregroundRunId"
    from conversations where phone_number_id = ${phoneNumberId} and contact_id = ${contactId} for update`;
}
