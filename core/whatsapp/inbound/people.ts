/**
 * Who a message, status or preference is about. Meta names people by phone (`wa_id`), by business-scoped user id, or
 * by both, spread over the element and `contacts[]`, with empty strings and foreign values in between.
 */
import { canonicalPhone, isBsuid, phoneDigits } from '../../messaging/identity.ts';
import { asArray, asId, asObject, asText } from './json.ts';
import { sanitiseText, type Json, type JsonObject } from './sanitise.ts';
import type { PersonIds, SenderIds } from './types.ts';

/** Words that stand for "no value" in broken senders. As an identity they would be shared by strangers. */
const NO_VALUE_WORDS = new Set([
  'undefined',
  'null',
  'nil',
  'none',
  'nan',
  'unknown',
  '[object object]',
  'n/a',
  '0',
]);

/** What `contacts.name` holds. */
const MAX_NAME_LENGTH = 200;
const MAX_ID_LENGTH = 256;

/** One element of `contacts[]`. */
export interface ContactEntry {
  ids: PersonIds;
  username: string | null;
  profileName: string | null;
}

/** Reads `contacts[]`; elements that are no objects are left out. */
export function readContacts(value: JsonObject): ContactEntry[] {
  return asArray(value.contacts).flatMap((element) => {
    const contact = asObject(element);
    if (contact === null) return [];
    const profile = asObject(contact.profile);
    return {
      ids: readIds(contact.wa_id, contact.user_id, contact.parent_user_id),
      username: shortText(profile?.username)?.replace(/^@/, '') || null,
      profileName: shortText(profile?.name),
    };
  });
}

/**
 * The identities in a phone-like and a user-id-like value. A BSUID in the phone's place is a BSUID. A user id that
 * doesn't look like one counts only when there is nothing better: beside a good phone it could glue strangers together.
 */
export function readIds(waId: Json | undefined, userId: Json | undefined, parentId?: Json): PersonIds {
  const inPhonePlace = identityValue(waId);
  const inUserPlace = identityValue(userId);
  const parent = identityValue(parentId);
  const ids: PersonIds = {};
  const digits = inPhonePlace === null ? null : waDigits(inPhonePlace);
  if (digits !== null) {
    ids.waId = digits;
    const phone = canonicalPhone(digits);
    if (phone !== null) ids.phone = phone;
  }
  if (inUserPlace !== null && isBsuid(inUserPlace)) ids.bsuid = inUserPlace;
  else if (inPhonePlace !== null && isBsuid(inPhonePlace)) ids.bsuid = inPhonePlace;
  if (parent !== null) ids.parentBsuid = parent;
  if (hasIdentity(ids)) return ids;
  if (inUserPlace !== null) ids.bsuid = inUserPlace;
  else if (parent !== null) ids.bsuid = parent;
  else if (inPhonePlace !== null && !isGroupId(inPhonePlace)) ids.waId = inPhonePlace;
  return ids;
}

export function hasIdentity(ids: PersonIds): boolean {
  return ids.waId !== undefined || ids.bsuid !== undefined;
}

/** Whether both name the same person by phone (in any variant) or by user id. */
export function isSamePerson(a: PersonIds, b: PersonIds): boolean {
  if (a.bsuid !== undefined && a.bsuid === b.bsuid) return true;
  if (a.phone !== undefined && a.phone === b.phone) return true;
  return a.waId !== undefined && a.waId === b.waId;
}

/** The person with what the matching `contacts[]` element adds: names, and identities that weren't given. */
export function withContact(ids: PersonIds, contact: ContactEntry | undefined): SenderIds {
  const person: SenderIds = { ...contact?.ids, ...ids, alsoKnownAs: [] };
  const otherWaId = contact?.ids.waId;
  if (otherWaId !== undefined && otherWaId !== person.waId) person.alsoKnownAs.push(otherWaId);
  if (contact?.username) person.username = contact.username;
  if (contact?.profileName) person.profileName = contact.profileName;
  return person;
}

/** A person named by an element outside `messages[]`: only a contact with the same id belongs to them. */
export function personOf(ids: PersonIds, contacts: ContactEntry[]): SenderIds | null {
  if (!hasIdentity(ids)) return null;
  return withContact(
    ids,
    contacts.find((contact) => isSamePerson(contact.ids, ids)),
  );
}

/**
 * The senders of `messages[]`, in their order. Besides equal ids there is one more rule, for messages only: when one
 * contact and one sender are left without a partner, they are one person (Meta writes `wa_id` and `from` differently
 * for some numbers). A message without any sender takes the ids of the only contact that is left.
 */
export function resolveSenders(senders: PersonIds[], contacts: ContactEntry[]): (SenderIds | null)[] {
  const direct = senders.map((ids) => contacts.find((contact) => isSamePerson(contact.ids, ids)));
  const freeContacts = contacts.filter((contact) => !direct.includes(contact));
  const freeSenders = senders.filter((ids, i) => direct[i] === undefined && hasIdentity(ids));
  const isOneFreeSender =
    freeSenders.length > 0 && freeSenders.every((ids) => isSamePerson(ids, freeSenders[0]!));
  const onlyFree = freeContacts.length === 1 ? freeContacts[0] : undefined;
  const onlyContact = contacts.length === 1 ? contacts[0] : onlyFree;
  return senders.map((ids, i) => {
    if (direct[i] !== undefined) return withContact(ids, direct[i]);
    if (hasIdentity(ids)) return withContact(ids, isOneFreeSender ? onlyFree : undefined);
    const contact = isOneFreeSender ? undefined : onlyContact;
    return contact !== undefined && hasIdentity(contact.ids) ? withContact({}, contact) : null;
  });
}

/** The digits of a sender value, also when it carries a `+`, spaces, or the suffix of WhatsApp's own ids. */
export function waDigits(value: string): string | null {
  const bare = value.replace(/@(?:s\.whatsapp\.net|c\.us)$/, '');
  return phoneDigits(bare) ?? (/^\d+$/.test(bare) ? bare : null);
}

export function isGroupId(value: string): boolean {
  return value.endsWith('@g.us');
}

function identityValue(value: Json | undefined): string | null {
  const text = asId(value)?.slice(0, MAX_ID_LENGTH) ?? null;
  return text === null || NO_VALUE_WORDS.has(text.toLowerCase()) ? null : text;
}

function shortText(value: Json | undefined): string | null {
  const text = asText(value);
  return text === null ? null : sanitiseText(text.trim(), MAX_NAME_LENGTH);
}
