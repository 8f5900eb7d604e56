/** Conversations as people ask for them; what a row looks like to the outside is shared with the worker (`platform/rows`). */
import type { Conversation } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import {
  conversationColumns,
  toConversation,
  type ConversationRow,
} from '../../platform/rows/conversations.ts';

export * from '../../platform/rows/conversations.ts';

/** @returns undefined when the organisation has no such conversation */
export async function findConversation(tx: Tx, org: string, id: string): Promise<Conversation | undefined> {
  const [row] = await tx<ConversationRow[]>`
    select ${conversationColumns(tx)} from public.conversations v
    join public.contacts c on c.org_id = v.org_id and c.id = v.contact_id
    where v.org_id = ${org} and v.id = ${id}`;
  return row && toConversation(row);
}
