/** `value.messages[]`: what people wrote, and the events that come in the shape of a message. */
import { readContent } from './content.ts';
import { isOwnNumber, malformed, type ChangeContext } from './context.ts';
import { readEcho } from './echo.ts';
import { readErrors } from './errors.ts';
import { readHistoryMessage } from './history.ts';
import { asId, asObject, asText } from './json.ts';
import { groupOf, readEdit, targetOf } from './message-parts.ts';
import { readIds, resolveSenders } from './people.ts';
import type { Json, JsonObject } from './sanitise.ts';
import { readSystem } from './system.ts';
import { eventTime } from './time.ts';
import type { InboundContent, PersonIds, Referral, SenderIds, WebhookItem } from './types.ts';

/** The items of a list of messages, one per element, in its order. */
export function readMessages(list: Json[], context: ChangeContext): WebhookItem[] {
  const senders = list.map((element) => {
    const ids = sentBy(asObject(element));
    return isOwnNumber(ids, context.origin) ? {} : ids;
  });
  const people = resolveSenders(senders, context.contacts);
  return list.map((element, i) => {
    const message = asObject(element);
    if (message === null) return malformed(context.origin, 'elementNotObject', element);
    return readMessage(message, people[i] ?? null, context);
  });
}

function readMessage(message: JsonObject, from: SenderIds | null, context: ChangeContext): WebhookItem {
  const { origin } = context;
  if (origin.field === 'history' || asObject(message.history_context) !== null) {
    return readHistoryMessage(message, null, context);
  }
  if (origin.field === 'smb_message_echoes' || isOwnNumber(sentBy(message), origin)) {
    return readEcho(message, context);
  }
  const wamid = asId(message.id);
  const read = readContent(message);
  if (read.type === 'system') return readSystem(message, from, context);
  if (from === null) return malformed(origin, 'noSender', message, wamid);
  const { at: sentAt, source: sentAtSource } = eventTime(message.timestamp, context.receivedAt);
  const groupId = groupOf(message);
  const { type, text } = read;
  const referral = readReferral(message);
  const content = withProduct(withReferral(read.content, referral), message);
  const shared = { ...origin, raw: message, wamid, from, type, text, content, sentAt, sentAtSource, groupId };

  switch (type) {
    case 'reaction': {
      const reaction = asObject(message.reaction);
      const targetWamid = asId(reaction?.message_id);
      if (targetWamid === null) return malformed(origin, 'reactionWithoutTarget', message, wamid);
      const emoji = asText(reaction?.emoji);
      return { kind: 'reaction', ...shared, text: emoji, targetWamid, emoji };
    }
    case 'edit':
      return { kind: 'edit', ...shared, ...readEdit(message) };
    case 'revoke':
    case 'revoked':
      return { kind: 'revoke', ...shared, text: null, targetWamid: targetOf(message) };
    case 'request_welcome':
      return { kind: 'requestWelcome', ...shared, text: null, opensWindow: groupId === null };
  }

  if (wamid === null) return malformed(origin, 'messageWithoutId', message);
  const quoted = asId(asObject(message.context)?.id) ?? asId(asObject(message.context)?.message_id);
  return {
    kind: 'message',
    ...shared,
    wamid,
    words: read.words,
    press: read.press,
    media: read.media,
    replyTo: quoted === wamid ? null : quoted,
    referral,
    errors: readErrors(message.errors),
    isPlaceholder: read.isPlaceholder,
    opensWindow: groupId === null,
    startsFlows: groupId === null && !read.isPlaceholder && sentAtSource === 'meta',
  };
}

function sentBy(message: JsonObject | null): PersonIds {
  return message === null ? {} : readIds(message.from, message.from_user_id, message.from_parent_user_id);
}

/** What a trigger asks about an ad or a post stands with the message, for whoever reads the row later. */
function withReferral(content: InboundContent, referral: Referral | null): InboundContent {
  if (referral === null) return content;
  const { sourceId, sourceType } = referral;
  return { ...content, derived: { ...content.derived, referral: { sourceId, sourceType } } };
}

/** The product under which the person wrote, opened from the catalogue. */
function withProduct(content: InboundContent, message: JsonObject): InboundContent {
  const referred = asObject(asObject(message.context)?.referred_product);
  const retailerId = asId(referred?.product_retailer_id);
  if (retailerId === null) return content;
  const product = { catalogId: asId(referred?.catalog_id), retailerId };
  return { ...content, derived: { ...content.derived, product } };
}

function readReferral(message: JsonObject): Referral | null {
  const referral = asObject(message.referral);
  if (referral === null || Object.keys(referral).length === 0) return null;
  return {
    sourceUrl: asText(referral.source_url),
    sourceId: asId(referral.source_id),
    sourceType: asText(referral.source_type),
    headline: asText(referral.headline),
    body: asText(referral.body),
    ctwaClid: asText(referral.ctwa_clid),
  };
}
