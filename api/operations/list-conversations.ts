import type { OperationQuery } from '../../core/api/operations.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { numberSpellings } from '../contact-input.ts';
import { decodeCursor, optionalTimeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { conversationColumns, toConversation, type ConversationRow } from '../rows/conversations.ts';

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
    ${selectMatching(tx, org, query, { isSilent: false, after, limit })} and v.last_message_at is not null
      ${after ? tx`and (v.last_message_at, v.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
    order by v.last_message_at desc nulls last, v.id desc limit ${limit}`;
}

function silentAfter(tx: Tx, org: string, query: Query, after: After | undefined, limit: number) {
  return tx<ConversationRow[]>`
    ${selectMatching(tx, org, query, { isSilent: true, after, limit })} and v.last_message_at is null
      ${after ? tx`and v.id < ${after[1]}::uuid` : tx``}
    order by v.last_message_at desc nulls last, v.id desc limit ${limit}`;
}

interface Part {
  isSilent: boolean;
  after: After | undefined;
  limit: number;
}

function selectMatching(tx: Tx, org: string, query: Query, { isSilent, after, limit }: Part) {
  const { search, contactId, status, mode, assigneeId, teamId } = query;
  const where = { contactId, status, mode, assigneeId, teamId };
  return tx`
    select ${conversationColumns(tx)}
    from public.conversations v join public.contacts c on c.org_id = v.org_id and c.id = v.contact_id
    where v.org_id = ${org}
      ${contactId ? tx`and v.contact_id = ${contactId}` : tx``}
      ${status ? tx`and v.status = ${status}` : tx``}
      ${mode ? tx`and v.mode = ${mode}` : tx``}
      ${assigneeId ? tx`and v.assignee_id = ${assigneeId}` : tx``}
      ${teamId ? tx`and v.team_id = ${teamId}` : tx``}
      ${
        search
          ? tx`and v.id in (select private.find_conversations(${org}, ${search}, ${numberSpellings(search)}, ${json(tx, where)},
              ${isSilent}, ${after?.[0] ?? null}::text::timestamptz, ${after?.[1] ?? null}::uuid, ${limit}))`
          : tx``
      }`;
}
