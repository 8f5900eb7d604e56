/** A person wrote to us: contact, conversation, message, window, consent words, then routing. All in one transaction. */
import { v7 as uuidv7 } from 'uuid';
import { isWindowOpen, windowExpiresAt } from '../../../core/messaging/window.ts';
import type { MessageItem } from '../../../core/whatsapp/inbound/types.ts';
import { json, type Tx } from '../../../platform/db/pool.ts';
import type { OutboxMessage } from '../../dispatcher/outbox.ts';
import { noteAnswer } from '../../campaigns/note-answer.ts';
import { mediaWake, pendingMedia } from '../../media/pending-media.ts';
import { routeMessage } from '../../routing/route-message.ts';
import { saidAboutMarketing } from '../consent-words.ts';
import { recordConsent } from '../consent.ts';
import { openConversation, type Conversation } from '../conversations.ts';
import type { ConnectedNumber } from '../numbers.ts';
import { findOrCreateContact } from '../people.ts';

/** @param arrivedAt when the delivery came: the clock of this decision */
export async function applyMessage(
  tx: Tx,
  number: ConnectedNumber,
  item: MessageItem,
  arrivedAt: Date,
): Promise<OutboxMessage[]> {
  const contactId = await findOrCreateContact(tx, number, item.from, {
    at: item.sentAt,
    wrote: true,
    wamids: [item.wamid],
  });
  const conversation = await openConversation(tx, number.orgId, contactId, number.phoneNumberId);
  const stored = await storeMessage(tx, conversation, item);
  if (stored === null) return [];
  const { messageId } = stored;

  const isForNobody = item.isPlaceholder || item.groupId !== null;
  // On one way to the database.
  const [windowOpened] = await Promise.all([
    noteInbound(tx, conversation, item, arrivedAt, stored.isNew),
    isForNobody ? undefined : noteAnswer(tx, conversation, messageId, item.sentAt),
  ]);
  const consent = await saidAboutMarketing(tx, number, conversation, item);
  if (consent !== null) {
    await recordConsent(tx, {
      orgId: number.orgId,
      contactId,
      state: consent === 'stop' ? 'denied' : 'granted',
      source: 'message',
      actor: 'contact',
      evidence: { messageId },
      at: item.sentAt,
    });
  }
  const answered =
    consent !== null && stored.isNew && isWindowOpen(windowExpiresAt(item.sentAt), arrivedAt)
      ? await confirm(tx, conversation, number.consent.replies[consent])
      : [];
  const wakes = isForNobody
    ? []
    : await routeMessage(tx, conversation, {
        id: messageId,
        words: item.words,
        isPress: item.press !== null,
        replyToWamid: item.replyTo,
        // One that arrives after its own 24 hours can't be answered freely any more: people see it, flows don't begin with it.
        mayStartFlows: item.startsFlows && windowExpiresAt(item.sentAt)! > arrivedAt,
      });
  return [
    ...[...wakes, ...answered],
    ...(windowOpened ? [windowOpened] : []),
    ...(item.media ? [mediaWake({ orgId: number.orgId, conversationId: conversation.id }, messageId)] : []),
  ];
}

/** The organisation's answer to STOP or START, if it has one: an answer in the window needs nobody's consent. */
async function confirm(tx: Tx, conversation: Conversation, text: string | null): Promise<OutboxMessage[]> {
  if (text === null) return [];
  const messageId = uuidv7();
  await tx`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, status,
      status_rank, source, purpose)
    values (${messageId}, ${conversation.orgId}, ${conversation.id}, ${conversation.contactId}, ${conversation.phoneNumberId},
      'outbound', 'text', ${json(tx, { type: 'text', text })}, ${text}, 'queued', 0, 'api', 'service')`;
  const { orgId, id: key } = conversation;
  return [{ topic: 'conversationOutbox', key, payload: { orgId, messageId } }];
}

/** The row; null when this message is known, so that a repeated delivery changes nothing. */
async function storeMessage(
  tx: Tx,
  conversation: Conversation,
  item: MessageItem,
): Promise<{ messageId: string; isNew: boolean } | null> {
  const id = uuidv7();
  const derived = { ...item.content.derived, words: item.words, press: item.press };
  const content = json(tx, {
    ...item.content,
    derived,
    ...(item.isPlaceholder ? { placeholder: true } : {}),
  });
  const stored = await tx`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, wamid,
      reply_to_wamid, status, status_rank, source, sent_by_peer_at, media)
    values (${id}, ${conversation.orgId}, ${conversation.id}, ${conversation.contactId}, ${conversation.phoneNumberId},
      'inbound', ${item.type}, ${content}, ${item.text}, ${item.wamid}, ${item.replyTo}, 'received', 0, 'contact', ${item.sentAt},
      ${pendingMedia(tx, item.media)})
    on conflict (phone_number_id, wamid) where wamid is not null do nothing`;
  if (stored.count > 0) return { messageId: id, isNew: true };
  if (item.isPlaceholder) return null;
  // Meta sends a ghost ("message unavailable") and then the real message under the same id.
  const [filled] = await tx<{ id: string }[]>`
    update messages set type = ${item.type}, content = ${content}, text = ${item.text}, reply_to_wamid = ${item.replyTo},
      media = ${pendingMedia(tx, item.media)}
    where phone_number_id = ${conversation.phoneNumberId} and wamid = ${item.wamid} and direction = 'inbound'
      and content ? 'placeholder'
    returning id`;
  return filled ? { messageId: filled.id, isNew: false } : null;
}

/** Unread count, last message and the 24-hour window; asks for the window's workflow when this message opens one. */
async function noteInbound(
  tx: Tx,
  conversation: Conversation,
  item: MessageItem,
  arrivedAt: Date,
  isNew: boolean,
): Promise<OutboxMessage | null> {
  const expiresAt = item.opensWindow ? windowExpiresAt(item.sentAt) : null;
  const isClosed = conversation.windowExpiresAt === null || conversation.windowExpiresAt <= arrivedAt;
  const opens = expiresAt !== null && expiresAt > arrivedAt && isClosed;
  const windowSeq = conversation.windowSeq + (opens ? 1 : 0);
  await tx`
    update conversations set
      last_inbound_at = case when ${expiresAt !== null} then greatest(last_inbound_at, ${item.sentAt}) else last_inbound_at end,
      window_expires_at = greatest(window_expires_at, ${expiresAt}), window_seq = ${windowSeq},
      unread_count = unread_count + ${isNew ? 1 : 0},
      status = case when status in ('resolved', 'snoozed') then 'open' else status end,
      last_message_at = ${arrivedAt}, last_message_text = left(coalesce(${item.text}, '[' || ${item.type} || ']'), 200),
      last_message_direction = 'inbound'
    where id = ${conversation.id}`;
  if (!opens) return null;
  return {
    topic: 'conversationWindow',
    key: conversation.id,
    payload: { orgId: conversation.orgId, windowSeq },
  };
}
