/** Messages that the business sent from its phone app (`message_echoes`, and repeated under `messages`). */
import { readContent } from './content.ts';
import { isOwnNumber, malformed, type ChangeContext } from './context.ts';
import { asId, asText, asObject } from './json.ts';
import { groupOf, readEdit, targetOf } from './message-parts.ts';
import { hasIdentity, personOf, readIds } from './people.ts';
import type { JsonObject } from './sanitise.ts';
import { eventTime } from './time.ts';
import type { EchoItem, MalformedItem, PersonIds } from './types.ts';

const ACTIONS = { edit: 'edit', revoke: 'revoke', revoked: 'revoke', reaction: 'reaction' } as const;

export function readEcho(message: JsonObject, context: ChangeContext): EchoItem | MalformedItem {
  const { origin, receivedAt, contacts } = context;
  const wamid = asId(message.id);
  if (wamid === null) return malformed(origin, 'messageWithoutId', message);
  const { at: sentAt, source: sentAtSource } = eventTime(message.timestamp, receivedAt);
  const { type, text, content, media } = readContent(message);
  const action = Object.hasOwn(ACTIONS, type) ? ACTIONS[type as keyof typeof ACTIONS] : null;
  return {
    kind: 'echo',
    ...origin,
    wamid,
    to: personOf(otherEnd(message, context), contacts),
    type,
    text:
      action === null
        ? text
        : action === 'edit'
          ? readEdit(message).text
          : asText(asObject(message.reaction)?.emoji),
    content,
    media,
    sentAt,
    sentAtSource,
    action,
    targetWamid: action === null ? null : targetOf(message),
    groupId: groupOf(message) ?? asId(message.recipient_group_id),
    raw: message,
  };
}

/** The end that isn't us: usually `to`, but edits and revokes have been seen with both sides swapped. */
function otherEnd(message: JsonObject, { origin }: ChangeContext): PersonIds {
  const to = readIds(message.to, message.to_user_id, message.to_parent_user_id);
  const from = readIds(message.from, message.from_user_id, message.from_parent_user_id);
  const isSwapped = isOwnNumber(to, origin) || (!hasIdentity(to) && !isOwnNumber(from, origin));
  return isSwapped ? from : to;
}

/**
 * Gives echoes without a receiver the only receiver of the same delivery: Meta repeats an echo under `messages`
 * without saying to whom it went.
 */
export function completeEchoes(echoes: EchoItem[]): void {
  const known = echoes.flatMap((echo) => echo.to ?? []);
  const first = known[0];
  const isOneReceiver =
    first !== undefined && known.every((to) => to.waId === first.waId && to.bsuid === first.bsuid);
  if (!isOneReceiver) return;
  for (const echo of echoes) echo.to ??= first;
}
