/** System messages and `user_id_update`: people's numbers and ids change. Never something that a person wrote. */
import { readContent } from './content.ts';
import type { ChangeContext } from './context.ts';
import { asId, asObject, asText } from './json.ts';
import { hasIdentity, isSamePerson, personOf, readIds } from './people.ts';
import type { JsonObject } from './sanitise.ts';
import { eventTime } from './time.ts';
import type { IdentityChangeItem, PersonIds, SenderIds, SystemItem } from './types.ts';

/**
 * A message of type `system`. The words in `body` aren't read: they hold the person's own profile name, so that
 * somebody called "... changed from A to B" could take over a stranger's thread.
 */
export function readSystem(
  message: JsonObject,
  from: SenderIds | null,
  context: ChangeContext,
): IdentityChangeItem | SystemItem {
  const { origin, receivedAt, contacts } = context;
  const system = asObject(message.system);
  const systemType = asId(system?.type);
  const { at, source: atSource } = eventTime(message.timestamp, receivedAt);
  const { content } = readContent(message);
  const shared = {
    ...origin,
    wamid: asId(message.id),
    text: asText(system?.body),
    content,
    at,
    atSource,
    raw: message,
  };

  const sender = readIds(message.from, message.from_user_id, message.from_parent_user_id);
  const previous = mergeIds(
    sender,
    readIds(
      system?.customer ?? system?.previous_wa_id,
      system?.previous_user_id,
      system?.previous_parent_user_id,
    ),
  );
  const current = readIds(system?.new_wa_id ?? system?.wa_id, system?.user_id, system?.parent_user_id);
  const profileName = (from ?? personOf(current, contacts))?.profileName ?? null;

  if (systemType?.endsWith('changed_number') && hasIdentity(current)) {
    return { kind: 'identityChange', change: 'number', ...shared, previous, current, profileName };
  }
  if (systemType === 'user_changed_user_id' && hasIdentity(current)) {
    // `from` may already be the new id; then it says nothing about the old one.
    const old =
      previous.bsuid !== undefined && previous.bsuid === current.bsuid ? withoutBsuid(previous) : previous;
    return { kind: 'identityChange', change: 'userId', ...shared, previous: old, current, profileName };
  }
  if (systemType?.endsWith('identity_changed') && from !== null) {
    const same = idsOf(from);
    return {
      kind: 'identityChange',
      change: 'securityCode',
      ...shared,
      previous: same,
      current: same,
      profileName,
    };
  }
  const person = from ?? personOf(hasIdentity(current) ? current : previous, contacts);
  return { kind: 'system', ...shared, from: person, systemType };
}

/** One element of `user_id_update[]`. */
export function readUserIdUpdate(update: JsonObject, context: ChangeContext): IdentityChangeItem {
  const userId = asObject(update.user_id);
  const parentId = asObject(update.parent_user_id);
  const previous = readIds(update.wa_id, userId?.previous, parentId?.previous);
  const current = readIds(update.wa_id, userId?.current, parentId?.current);
  const { at, source: atSource } = eventTime(update.timestamp, context.receivedAt);
  const contact = context.contacts.find((c) => isSamePerson(c.ids, previous) || isSamePerson(c.ids, current));
  return {
    kind: 'identityChange',
    change: 'userId',
    ...context.origin,
    wamid: null,
    previous,
    current,
    profileName: contact?.profileName ?? null,
    text: asText(update.detail),
    content: update,
    at,
    atSource,
    raw: update,
  };
}

function mergeIds(first: PersonIds, second: PersonIds): PersonIds {
  return { ...second, ...first };
}

function withoutBsuid({ waId, phone }: PersonIds): PersonIds {
  return { ...(waId !== undefined && { waId }), ...(phone !== undefined && { phone }) };
}

function idsOf({ waId, phone, bsuid, parentBsuid }: SenderIds): PersonIds {
  return {
    ...(waId !== undefined && { waId }),
    ...(phone !== undefined && { phone }),
    ...(bsuid !== undefined && { bsuid }),
    ...(parentBsuid !== undefined && { parentBsuid }),
  };
}
