/** The smaller lists of a value: preferences, address book, calls, groups. */
import { isOwnNumber, malformed, type ChangeContext } from './context.ts';
import { readErrors } from './errors.ts';
import { asArray, asId, asObject, asText } from './json.ts';
import { hasIdentity, personOf, readIds } from './people.ts';
import type { Json, JsonObject } from './sanitise.ts';
import { eventTime } from './time.ts';
import type { CallItem, GroupItem, MalformedItem, PreferenceItem, StateSyncItem } from './types.ts';

const MARKETING = 'marketing_messages';

export function readPreference(
  preference: JsonObject,
  context: ChangeContext,
): PreferenceItem | MalformedItem {
  const { origin, receivedAt, contacts } = context;
  const ids = readIds(preference.wa_id, preference.user_id, preference.parent_user_id);
  const person = personOf(ids, contacts);
  const value = asId(preference.value)?.toLowerCase() ?? null;
  if (person === null) return malformed(origin, 'preferenceWithoutPerson', preference);
  if (value === null) return malformed(origin, 'preferenceWithoutValue', preference);
  const category = asId(preference.category);
  const { at, source: atSource } = eventTime(preference.timestamp, receivedAt);
  return {
    kind: 'preference',
    ...origin,
    person,
    category,
    value,
    marketing: marketingConsent(category, value),
    detail: asText(preference.detail),
    signupId: asId(preference.signup_id),
    at,
    atSource,
    raw: preference,
  };
}

/** A stop without a category is taken as one for marketing; a yes must say what it is for. */
function marketingConsent(category: string | null, value: string): PreferenceItem['marketing'] {
  if (value === 'stop') return category === MARKETING || category === null ? 'denied' : null;
  return (value === 'resume' || value === 'signup') && category === MARKETING ? 'granted' : null;
}

export function readStateSync(
  entry: JsonObject,
  { origin, receivedAt, contacts }: ChangeContext,
): StateSyncItem {
  const contact = asObject(entry.contact);
  const { at, source: atSource } = eventTime(
    asObject(entry.metadata)?.timestamp ?? entry.timestamp,
    receivedAt,
  );
  return {
    kind: 'stateSync',
    ...origin,
    action: asId(entry.action),
    person: personOf(readIds(contact?.phone_number, contact?.user_id), contacts),
    fullName: asText(contact?.full_name),
    firstName: asText(contact?.first_name),
    at,
    atSource,
    raw: entry,
  };
}

export function readCall(call: JsonObject, { origin, receivedAt, contacts }: ChangeContext): CallItem {
  const from = readIds(call.from, call.from_user_id, call.from_parent_user_id);
  const to = readIds(call.to, call.to_user_id, call.to_parent_user_id);
  const isOurs = isOwnNumber(from, origin) || !hasIdentity(from);
  const direction = asId(call.direction)?.toUpperCase();
  const { at, source: atSource } = eventTime(call.timestamp ?? call.start_time, receivedAt);
  return {
    kind: 'call',
    ...origin,
    callId: asId(call.id) ?? asId(call.wacid),
    event: asId(call.event)?.toLowerCase() ?? null,
    status: asId(call.status)?.toLowerCase() ?? null,
    person: personOf(isOurs ? to : from, contacts),
    isFromPerson: direction === 'USER_INITIATED' && !isOurs,
    at,
    atSource,
    raw: call,
  };
}

export function readGroup(group: JsonObject, { origin, receivedAt }: ChangeContext): GroupItem {
  const { at, source: atSource } = eventTime(group.timestamp, receivedAt);
  const nested = Object.values(group).flatMap((part: Json) => asArray(asObject(part)?.errors));
  return {
    kind: 'group',
    ...origin,
    groupId: asId(group.group_id),
    event: asId(group.type),
    errors: readErrors([...asArray(group.errors), ...nested]),
    at,
    atSource,
    raw: group,
  };
}
