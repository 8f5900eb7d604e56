/** What the relay notes of a file that came with a message, and the workflow that fetches it. */
import { cleanFileName, type PendingMedia } from '../../core/messaging/media.ts';
import type { MediaRef } from '../../core/whatsapp/inbound/types.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';

export function pendingMedia(tx: Tx, media: MediaRef | null) {
  if (media === null) return null;
  const { id: metaId, mimeType } = media;
  const fileName = cleanFileName(media.filename);
  const since = new Date().toISOString();
  return json(tx, { status: 'pending', metaId, since, mimeType, fileName } satisfies PendingMedia);
}

export function mediaWake(
  { orgId, conversationId }: { orgId: string; conversationId: string },
  messageId: string,
): OutboxMessage {
  return { topic: 'messageMedia', key: messageId, payload: { orgId, conversationId } };
}
