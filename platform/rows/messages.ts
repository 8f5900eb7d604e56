/** Table `messages`. */
import type { Message } from '../../core/api/schemas.ts';
import type { MessageMedia } from '../../core/messaging/media.ts';
import type { Sql, Tx } from '../db/pool.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface MessageRow {
  id: string;
  conversation_id: string;
  contact_id: string;
  direction: Message['direction'];
  type: string;
  text: string | null;
  content: Record<string, unknown>;
  media: MessageMedia | null;
  status: Message['status'];
  wamid: string | null;
  error_code: string | null;
  error_class: string | null;
  error_title: string | null;
  source: Message['source']['kind'];
  source_user_id: string | null;
  flow_run_id: string | null;
  node_id: string | null;
  reply_to_wamid: string | null;
  sent_by_peer_at: Date | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  created_at: Date;
  created_key: string;
}

/** For a query in which `messages` is `m`. */
export function messageColumns(tx: Sql | Tx) {
  return tx`
    m.id, m.conversation_id, m.contact_id, m.direction, m.type, m.text, m.content, m.media, m.status, m.wamid, m.error_code,
    m.error_class, m.error_title, m.source, m.source_user_id, m.flow_run_id, m.node_id, m.reply_to_wamid,
    m.sent_by_peer_at, m.sent_at, m.delivered_at, m.read_at, m.created_at, m.created_at::text as created_key`;
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    contactId: row.contact_id,
    direction: row.direction,
    type: row.type,
    text: row.text,
    content: row.content,
    file: row.media && toFile(row.media),
    status: row.status,
    wamid: row.wamid,
    error: toError(row),
    source: {
      kind: row.source,
      userId: row.source_user_id,
      flowRunId: row.flow_run_id,
      nodeId: row.node_id,
    },
    replyToWamid: row.reply_to_wamid,
    // When the person pressed send, by their own clock; for ours, when Meta says it was sent.
    sentAt: toTimeOrNull(row.direction === 'inbound' ? row.sent_by_peer_at : row.sent_at),
    deliveredAt: toTimeOrNull(row.delivered_at),
    readAt: toTimeOrNull(row.read_at),
    createdAt: toTime(row.created_at),
  };
}

function toFile(media: MessageMedia): Message['file'] {
  return {
    status: media.status,
    name: media.fileName,
    contentType: media.status === 'stored' ? media.contentType : null,
    byteSize: media.status === 'stored' ? media.byteSize : null,
    error: media.status === 'failed' ? media.error : null,
  };
}

function toError(row: MessageRow): Message['error'] {
  if (row.error_code === null) return null;
  return {
    code: row.error_code,
    class: row.error_class ?? 'unknown',
    title: row.error_title ?? row.error_code,
  };
}

export const newestFirst = (row: Pick<MessageRow, 'id' | 'created_key'>) =>
  [row.created_key, row.id] as const;
