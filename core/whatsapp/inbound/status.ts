/** `value.statuses[]`: what became of the messages that we sent. */
import { statusRank } from '../../messaging/status.ts';
import { malformed, type ChangeContext } from './context.ts';
import { readErrors } from './errors.ts';
import { asId, asObject } from './json.ts';
import { isGroupId, personOf, readIds } from './people.ts';
import type { Json, JsonObject } from './sanitise.ts';
import { eventTime, readTime } from './time.ts';
import type { CallItem, MalformedItem, Pricing, StatusItem } from './types.ts';

export function readStatus(element: Json, context: ChangeContext): StatusItem | CallItem | MalformedItem {
  const { origin, receivedAt, contacts } = context;
  const status = asObject(element);
  if (status === null) return malformed(origin, 'elementNotObject', element);
  const id = asId(status.id);
  const name = asId(status.status)?.toLowerCase() ?? null;
  const { at, source: atSource } = eventTime(status.timestamp, receivedAt);
  const recipientId = asId(status.recipient_id);
  const isToGroup = status.recipient_type === 'group' || (recipientId !== null && isGroupId(recipientId));
  // `parent_recipient_user_id` was renamed in May 2026; both spellings are still sent.
  const ids = isToGroup
    ? readIds(
        status.recipient_participant_id,
        status.recipient_participant_user_id,
        status.recipient_participant_parent_user_id,
      )
    : readIds(
        recipientId,
        status.recipient_user_id,
        status.recipient_parent_user_id ?? status.parent_recipient_user_id,
      );
  const recipient = personOf(ids, contacts);
  if (status.type === 'call' || origin.field === 'calls') {
    return {
      kind: 'call',
      ...origin,
      callId: id,
      event: 'status',
      status: name,
      person: recipient,
      isFromPerson: false,
      at,
      atSource,
      raw: status,
    };
  }
  if (id === null) return malformed(origin, 'statusWithoutId', status);
  if (name === null) return malformed(origin, 'statusWithoutName', status, id);
  return {
    kind: 'status',
    ...origin,
    wamid: id,
    status: name,
    rank: webhookRank(name),
    at,
    atSource,
    recipient,
    groupId: isToGroup ? recipientId : null,
    callbackData: asId(status.biz_opaque_callback_data),
    errors: readErrors(status.errors),
    pricing: readPricing(status),
    conversation: readConversation(status),
    raw: status,
  };
}

/** Our own states (queued, sending, unknown) are no news when they come from outside. */
function webhookRank(name: string): number | null {
  return name === 'queued' || name === 'sending' || name === 'unknown' ? null : statusRank(name);
}

function readPricing(status: JsonObject): Pricing | null {
  const pricing = asObject(status.pricing);
  if (pricing === null) return null;
  return {
    billable: typeof pricing.billable === 'boolean' ? pricing.billable : null,
    model: asId(pricing.pricing_model),
    type: asId(pricing.type),
    category: asId(pricing.category)?.toLowerCase().replaceAll('-', '_') ?? null,
  };
}

function readConversation(status: JsonObject): StatusItem['conversation'] {
  const conversation = asObject(status.conversation);
  if (conversation === null) return null;
  return {
    id: asId(conversation.id),
    originType: asId(asObject(conversation.origin)?.type),
    expiresAt: readTime(conversation.expiration_timestamp),
  };
}
