import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { messageColumns, newestFirst, toMessage, type MessageRow } from '../rows/messages.ts';

export const listConversationMessages = operation('listConversationMessages', {
  async handle({ tx, params: { org, conversation }, query }) {
    const after = decodeCursor(timeCursor, query.cursor);
    const [[found], rows] = await Promise.all([
      tx`select 1 from public.conversations where org_id = ${org} and id = ${conversation}`,
      tx<MessageRow[]>`
        select ${messageColumns(tx)}
        from public.messages m
        where m.org_id = ${org} and m.conversation_id = ${conversation}
          ${after ? tx`and (m.created_at, m.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
        order by m.created_at desc, m.id desc limit ${query.limit + 1}`,
    ]);
    if (!found) throw new ApiError('not_found');
    return toPage(rows, query.limit, toMessage, newestFirst);
  },
});
