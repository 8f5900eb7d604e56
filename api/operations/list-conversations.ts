import type { OperationQuery } from '../../core/api/operations.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { decodeCursor, optionalTimeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { conversationColumns, toConversation, type ConversationRow } from '../rows/conversations.ts';
import { MAX_SEARCH_HITS } from './list-contacts.ts';

type Query = OperationQuery<'listConversations'>;
type After = [at: string | null, id: string];

export const listConversations = operation('listConversations', {
  async handle({ tx, params: { org }, query }) {
    const after = decodeCursor(optionalTimeCursor, query.cursor);
    const wanted = query.limit + 1;
    // Two steps, so that each is one range of the index: conversations with messages, then those without any.
    const spoken = after?.[0] === null ? [] : await spokenAfter(tx, org, query, after, wanted);
    const silent =
      spoken.length >= wanted
        ? []
        : await silentAfter(tx, org, query, after?.[0] === null ? after : undefined, wanted - spoken.length);
    return toPage([...spoken, ...silent], query.limit, toConversation, (row) => [
      row.last_message_key,
      row.id,
    ]);
  },
});

function spokenAfter(tx: Tx, org: string, query: Query, after: After | undefined, limit: number) {
  return tx<ConversationRow[]>`
    ${selectMatching(tx, org, query)} and v.last_message_at is not null
      ${after ? tx`and (v.last_message_at, v.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
    order by v.last_message_at desc nulls last, v.id desc limit ${limit}`;
}

function silentAfter(tx: Tx, org: string, query: Query, after: After | undefined, limit: number) {
  return tx<ConversationRow[]>`
    ${selectMatching(tx, org, query)} and v.last_message_at is null
      ${after ? tx`and v.id < ${after[1]}::uuid` : tx``}
    order by v.last_message_at desc nulls last, v.id desc limit ${limit}`;
}

function selectMatching(tx: Tx, org: string, query: Query) {
  const { contactId, status, mode, assigneeId, search } = query;
  return tx`
    select ${conversationColumns(tx)}
    from public.conversations v join public.contacts c on c.org_id = v.org_id and c.id = v.contact_id
    where v.org_id = ${org}
      ${contactId ? tx`and v.contact_id = ${contactId}` : tx``}
      ${status ? tx`and v.status = ${status}` : tx``}
      ${mode ? tx`and v.mode = ${mode}` : tx``}
      ${assigneeId ? tx`and v.assignee_id = ${assigneeId}` : tx``}
      ${search ? tx`and v.contact_id in (select private.search_contacts(${org}, ${search}, ${MAX_SEARCH_HITS}))` : tx``}`;
}
