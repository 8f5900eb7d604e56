/** The `history` field: the past of a number that also lives in the phone app, in chunks. */
import { readContent } from './content.ts';
import { isOwnNumber, malformed, type ChangeContext } from './context.ts';
import { readErrors } from './errors.ts';
import { asArray, asId, asNumber, asObject } from './json.ts';
import { groupOf } from './message-parts.ts';
import { hasIdentity, personOf, readIds } from './people.ts';
import type { Json, JsonObject } from './sanitise.ts';
import { eventTime } from './time.ts';
import type { HistoryItem, HistorySyncItem, MalformedItem, PersonIds } from './types.ts';

/** Meta's code for a business that doesn't share its history. */
const HISTORY_DECLINED = 2593109;

/** One element of `value.history[]`: its messages in order, then how far the import is. */
export function readHistoryChunk(
  element: Json,
  context: ChangeContext,
): (HistoryItem | HistorySyncItem | MalformedItem)[] {
  const chunk = asObject(element);
  if (chunk === null) return [malformed(context.origin, 'elementNotObject', element)];
  const threads = asArray(chunk.threads).map((thread) => asObject(thread));
  const messages = threads.flatMap((thread) => {
    const person =
      thread === null ? {} : readIds(thread.id, asObject(thread.context)?.user_id ?? thread.user_id);
    return asArray(thread?.messages).map((message) => {
      const object = asObject(message);
      return object === null
        ? malformed(context.origin, 'elementNotObject', message)
        : readHistoryMessage(object, person, context);
    });
  });
  const metadata = asObject(chunk.metadata);
  const errors = readErrors(chunk.errors);
  const sync: HistorySyncItem = {
    kind: 'historySync',
    ...context.origin,
    phase: asNumber(metadata?.phase),
    chunkOrder: asNumber(metadata?.chunk_order),
    progressPercent: asNumber(metadata?.progress),
    isDeclined: errors.some((error) => error.code === HISTORY_DECLINED),
    errors,
    raw: { metadata: metadata ?? null, errors: chunk.errors ?? null },
  };
  return [...messages, sync];
}

/** @param threadPerson whose thread it stands in; null when it comes outside of a thread (media that follows later) */
export function readHistoryMessage(
  message: JsonObject,
  threadPerson: PersonIds | null,
  context: ChangeContext,
): HistoryItem | MalformedItem {
  const { origin, receivedAt, contacts } = context;
  const wamid = asId(message.id);
  if (wamid === null) return malformed(origin, 'messageWithoutId', message);
  const from = readIds(message.from, message.from_user_id, message.from_parent_user_id);
  const to = readIds(message.to, message.to_user_id, message.to_parent_user_id);
  const isOurs = isOwnNumber(from, origin);
  const person = threadPerson !== null && hasIdentity(threadPerson) ? threadPerson : isOurs ? to : from;
  const { at: sentAt, source: sentAtSource } = eventTime(message.timestamp, receivedAt);
  const { type, text, content, media, isPlaceholder } = readContent(message);
  return {
    kind: 'history',
    ...origin,
    wamid,
    person: personOf(person, contacts),
    direction: isOurs ? 'outbound' : 'inbound',
    type,
    text,
    content,
    media,
    isPlaceholder,
    status: asId(asObject(message.history_context)?.status)?.toLowerCase() ?? null,
    sentAt,
    sentAtSource,
    groupId: groupOf(message),
    raw: message,
  };
}
