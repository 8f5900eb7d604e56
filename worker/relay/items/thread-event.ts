/**
 * What stands in a thread without being a message of the person to us: reactions, edits, deletions, system notes, echoes of the
 * business's own phone and its history. They leave a trace under their wamid; none starts a flow or counts as unread.
 */
import { v7 as uuidv7 } from 'uuid';
import type { MediaRef, SenderIds } from '../../../core/whatsapp/inbound/types.ts';
import { statusRank } from '../../../core/messaging/status.ts';
import { json, type Tx } from '../../../platform/db/pool.ts';
import type { OutboxMessage } from '../../dispatcher/outbox.ts';
import { mediaWake, pendingMedia } from '../../media/pending-media.ts';
import { openConversation } from '../conversations.ts';
import type { ConnectedNumber } from '../numbers.ts';
import { findOrCreateContact } from '../people.ts';

export interface ThreadEvent {
  person: SenderIds;
  wamid: string | null;
  direction: 'inbound' | 'outbound';
  source: 'contact' | 'phoneApp' | 'history';
  type: string;
  text: string | null;
  content: object;
  media?: MediaRef | null;
  at: Date;
  /** The message it changes or belongs to. */
  targetWamid: string | null;
  /** For history: the state it had then. */
  status?: string | null;
  /** A media part of the history arrives under the id of its placeholder. */
  isPlaceholder?: boolean;
  /** Merged into the target's content, for example `{ edited: {...} }`. */
  targetChange?: object;
}

/** A note that WhatsApp itself puts into a person's thread. */
export function applySystemNote(
  tx: Tx,
  number: ConnectedNumber,
  person: SenderIds,
  { wamid, text, content, at }: Pick<ThreadEvent, 'wamid' | 'text' | 'content' | 'at'>,
): Promise<OutboxMessage[]> {
  const what = { wamid, text, content, at, type: 'system', targetWamid: null };
  return applyThreadEvent(tx, number, { person, direction: 'inbound', source: 'contact', ...what });
}

export async function applyThreadEvent(
  tx: Tx,
  number: ConnectedNumber,
  event: ThreadEvent,
): Promise<OutboxMessage[]> {
  // What changes an erased message has nothing left to change.
  const changed = event.targetChange ? event.targetWamid : null;
  const wamids = [event.wamid, changed].filter((wamid) => wamid !== null);
  const contactId = await findOrCreateContact(tx, number, event.person, { at: event.at, wamids });
  const conversation = await openConversation(tx, number.orgId, contactId, number.phoneNumberId);
  const status = event.status ?? (event.direction === 'inbound' ? 'received' : 'sent');
  const content = json(tx, { ...event.content, ...(event.isPlaceholder ? { placeholder: true } : {}) });
  const media = event.media ?? null;
  const [written] = await tx<{ id: string }[]>`
    insert into messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, text, wamid,
      reply_to_wamid, status, status_rank, source, sent_by_peer_at, created_at, media)
    values (${uuidv7()}, ${number.orgId}, ${conversation.id}, ${contactId}, ${number.phoneNumberId}, ${event.direction},
      ${event.type}, ${content}, ${event.text}, ${event.wamid}, ${event.targetWamid}, ${status}, ${statusRank(status) ?? 0},
      ${event.source}, ${event.at}, ${event.source === 'history' ? event.at : tx`now()`},
      ${pendingMedia(tx, media)})
    on conflict (phone_number_id, wamid) where wamid is not null do update
      set type = excluded.type, content = excluded.content, text = excluded.text, media = excluded.media
      where messages.content ? 'placeholder' and not excluded.content ? 'placeholder'
    returning id`;
  if (event.source === 'history' && written) {
    // A rule that has dealt with all that is older has to begin with it.
    await tx`
      update retention_rules set done_until = ${event.at}
      where org_id = ${number.orgId} and kind = 'messageContent' and done_until > ${event.at}`;
  }
  if (event.targetWamid !== null && event.targetChange) {
    await tx`
      update messages set content = content || ${json(tx, event.targetChange)}
      where phone_number_id = ${number.phoneNumberId} and wamid = ${event.targetWamid} and contact_id = ${contactId}`;
  }
  if (!written || media === null) return [];
  return [mediaWake({ orgId: number.orgId, conversationId: conversation.id }, written.id)];
}
