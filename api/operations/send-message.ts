import { v7 as uuidv7 } from 'uuid';
import { plainText, type TextContent } from '../../core/messaging/content.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { messageColumns, toMessage, type MessageRow } from '../rows/messages.ts';

export const sendMessage = operation('sendMessage', {
  async handle({ tx, principal, params: { org, conversation }, body }) {
    await checkWindow(tx, org, conversation);
    const content: TextContent = {
      type: 'text',
      text: body.text,
      ...(body.previewUrl === undefined ? {} : { previewUrl: body.previewUrl }),
    };
    const source = principal.kind === 'user' ? 'agent' : 'api';
    const [row] = await tx<MessageRow[]>`
      select ${messageColumns(tx)}
      from private.create_agent_message(
        ${org}, ${conversation}, ${uuidv7()}, ${json(tx, content)}, ${plainText(content)}, ${source}) m
      where m.id is not null`;
    if (!row) throw new ApiError('not_found');
    return toMessage(row);
  },
});

/** The gate checks again when it sends; this tells the agent before they wait for nothing. */
async function checkWindow(tx: Tx, org: string, conversation: string): Promise<void> {
  const [row] = await tx<{ is_open: boolean }[]>`
    select coalesce(window_expires_at > now(), false) as is_open
    from public.conversations where org_id = ${org} and id = ${conversation}`;
  if (!row) throw new ApiError('not_found');
  if (!row.is_open) throw new ApiError('window_closed');
}
