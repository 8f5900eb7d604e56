import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { messageColumns, newestFirst, toMessage, type MessageRow } from '../rows/messages.ts';

export const listMessages = operation('listMessages', {
  async handle({ tx, params: { org }, query }) {
    const { limit, direction, status, contactId } = query;
    const after = decodeCursor(timeCursor, query.cursor);
    const rows = await tx<MessageRow[]>`
      select ${messageColumns(tx)}
      from public.messages m
      where m.org_id = ${org}
        ${direction ? tx`and m.direction = ${direction}` : tx``}
        ${status ? tx`and m.status = ${status}` : tx``}
        ${contactId ? tx`and m.contact_id = ${contactId}` : tx``}
        ${after ? tx`and (m.created_at, m.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by m.created_at desc, m.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toMessage, newestFirst);
  },
});
