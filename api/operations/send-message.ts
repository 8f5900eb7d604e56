import { v7 as uuidv7 } from 'uuid';
import type { OperationBody } from '../../core/api/operations.ts';
import {
  plainText,
  type MediaContent,
  type MediaKind,
  type TextContent,
} from '../../core/messaging/content.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import { messageColumns, toMessage, type MessageRow } from '../rows/messages.ts';

export const sendMessage = operation('sendMessage', {
  async handle({ tx, principal, params: { org, conversation }, body }) {
    await checkWindow(tx, org, conversation);
    const source = principal.kind === 'user' ? 'agent' : 'api';
    const file = body.fileId === undefined ? null : await findFile(tx, org, body.fileId);
    const content = file ? fileContent(file, body) : textContent(body);
    const words = plainText(content);
    // The message of a file that isn't kept takes its id, and with it the file.
    const create =
      file && !file.isKept
        ? tx`private.create_agent_file_message(${org}, ${conversation}, ${file.id}, ${json(tx, content)}, ${words}, ${source})`
        : tx`private.create_agent_message(${org}, ${conversation}, ${uuidv7()}, ${json(tx, content)}, ${words}, ${source})`;
    const [row] = await tx<MessageRow[]>`
      select ${messageColumns(tx)} from ${create} m where m.id is not null`;
    if (!row) throw new ApiError('not_found');
    return toMessage(row);
  },
});

type Body = OperationBody<'sendMessage'>;

function textContent({ text, previewUrl }: Body): TextContent {
  if (text === undefined) throw invalidField('text', 'is missing: give a text or a file');
  return { type: 'text', text, ...(previewUrl === undefined ? {} : { previewUrl }) };
}

/** WhatsApp's limit for words under a file. */
const MAX_CAPTION = 1_024;

function fileContent({ id, kind, name }: FoundFile, { text }: Body): MediaContent {
  const isCaptioned = kind === 'image' || kind === 'video' || kind === 'document';
  if (text !== undefined && !isCaptioned)
    throw invalidField(
      'text',
      'stands under pictures, films and documents only: send it as a message of its own',
    );
  if (text !== undefined && text.length > MAX_CAPTION)
    throw invalidField('text', `is longer than ${MAX_CAPTION} characters, the most that stands under a file`);
  return {
    ...{ type: 'media', kind, fileId: id },
    ...(text === undefined ? {} : { caption: text }),
    ...(kind === 'document' ? { filename: name } : {}),
  };
}

interface FoundFile {
  id: string;
  kind: MediaKind;
  name: string;
  isKept: boolean;
}

async function findFile(tx: Tx, org: string, id: string): Promise<FoundFile> {
  const [file] = await tx<FoundFile[]>`
    select f.id, f.kind, f.file_name as name, f.is_kept as "isKept" from public.media_files f where f.org_id = ${org} and f.id = ${id}`;
  if (!file) throw invalidField('fileId', 'is no uploaded file, or one that was sent already');
  return file;
}

/** The gate checks again when it sends; this tells the agent before they wait for nothing. */
async function checkWindow(tx: Tx, org: string, conversation: string): Promise<void> {
  const [row] = await tx<{ is_open: boolean }[]>`
    select coalesce(window_expires_at > now(), false) as is_open
    from public.conversations where org_id = ${org} and id = ${conversation}`;
  if (!row) throw new ApiError('not_found');
  if (!row.is_open) throw new ApiError('window_closed');
}
