import type { Json, PhoneNumber } from '../model.ts';
import type { State } from '../state.ts';
import {
  exceeds,
  isHttpUrl,
  isObject,
  optionalText,
  requiredObject,
  requiredText,
  show,
  typeName,
} from './check.ts';
import { GraphError, invalidParameter, invalidValue } from './errors.ts';
import { findMedia } from './media-store.ts';
import type { MediaKind } from './media-types.ts';
import { validateInteractive } from './validate-interactive.ts';

const TYPES = [
  'audio',
  'contacts',
  'document',
  'image',
  'interactive',
  'location',
  'reaction',
  'sticker',
  'template',
  'text',
  'video',
] as const;

const MAX_CALLBACK_DATA = 512;
const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
/** Meta's page names 257, fewer recommended (reference section 2.3). */
const MAX_CONTACTS = 257;

export interface Recipient {
  /** Digits of the phone number, or null when the person is addressed by user id. */
  waId: string | null;
  userId: string | null;
  /** The address as the client wrote it, always as text. */
  input: string;
}

/** Checks the members that every send has; throws the GraphError that Meta would answer. */
export function validateEnvelope(body: Json): {
  recipient: Recipient;
  type: string;
  callbackData: string | undefined;
} {
  if (body.messaging_product === undefined)
    throw invalidParameter('The parameter messaging_product is required.');
  if (typeName(body.messaging_product) !== 'whatsapp') {
    throw invalidParameter(
      `Param messaging_product must be one of {WHATSAPP} - got "${show(body.messaging_product)}".`,
    );
  }
  if (body.recipient_type !== undefined && typeName(body.recipient_type) !== 'individual') {
    if (typeName(body.recipient_type) === 'group')
      throw new GraphError(131020, 'The simulator has no groups.');
    throw invalidParameter(
      `Param recipient_type must be one of {GROUP, INDIVIDUAL} - got "${show(body.recipient_type)}".`,
    );
  }
  if (body.category !== undefined) {
    throw invalidParameter("The 'category' value requires Direct Send, which this account has no access to.");
  }
  const recipient = recipientOf(body);
  const type = body.type === undefined ? 'text' : typeName(body.type);
  if (!(TYPES as readonly string[]).includes(type)) {
    throw invalidParameter(
      `Param type must be one of {${TYPES.join(', ').toUpperCase()}} - got "${show(body.type)}".`,
    );
  }
  const callbackData = body.biz_opaque_callback_data;
  if (callbackData !== undefined && callbackData !== null) {
    if (typeof callbackData !== 'string')
      throw invalidParameter('Param biz_opaque_callback_data must be a string.');
    if (exceeds(callbackData, MAX_CALLBACK_DATA)) {
      throw invalidParameter(
        `Param biz_opaque_callback_data must be at most ${MAX_CALLBACK_DATA} characters long.`,
      );
    }
  }
  if (body.context !== undefined && body.context !== null) {
    const context = requiredObject(body, 'context');
    if (typeof context.message_id !== 'string')
      throw invalidParameter("Param context['message_id'] is required.");
  }
  return { recipient, type, callbackData: typeof callbackData === 'string' ? callbackData : undefined };
}

function recipientOf(body: Json): Recipient {
  // `to` wins where both are given (reference section 2.1).
  if (body.to !== undefined && body.to !== null && body.to !== '') {
    if (typeof body.to !== 'string' && typeof body.to !== 'number')
      throw invalidParameter('Param to must be a string.');
    const input = String(body.to);
    const waId = input.replace(/[+\-()\s]/g, '');
    if (!/^\d{7,15}$/.test(waId))
      throw invalidParameter(`Param to is not a valid phone number - got "${input}".`);
    return { waId, userId: null, input };
  }
  if (body.recipient === undefined || body.recipient === null)
    throw invalidParameter('The parameter to is required.');
  const input = show(body.recipient);
  if (!/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(input)) {
    throw invalidParameter(`Param recipient is not a valid business-scoped user id - got "${input}".`);
  }
  return { waId: null, userId: input, input };
}

/** Checks the content of a message of any type but `template`. Throws the GraphError that Meta would answer. */
export function validateContent(state: State, number: PhoneNumber, type: string, body: Json): void {
  switch (type) {
    case 'text':
      return validateText(requiredObject(body, 'text'));
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return validateMedia(state, number, type, requiredObject(body, type), type);
    case 'location':
      return validateLocation(requiredObject(body, 'location'));
    case 'contacts':
      return validateContacts(body.contacts);
    case 'reaction':
      return validateReaction(requiredObject(body, 'reaction'), body);
    case 'interactive':
      return validateInteractive(requiredObject(body, 'interactive'), {
        check: (kind, media, path) => validateMedia(state, number, kind, media, path),
        catalog: number.waba.catalog,
      });
  }
}

function validateText(text: Json): void {
  if (text.body === undefined || text.body === null)
    throw new GraphError(131008, "Parameter text['body'] is required.");
  if (typeof text.body !== 'string') throw invalidParameter("Param text['body'] must be a string.");
  if (text.body.length === 0) throw invalidParameter("Param text['body'] must not be empty.");
  if (exceeds(text.body, MAX_TEXT)) {
    throw invalidParameter(`Param text['body'] must be at most ${MAX_TEXT} characters long.`);
  }
}

/** Checks `{id}` or `{link}` with caption; also used for headers, whose `path` then names where they stand. */
export function validateMedia(
  state: State,
  number: PhoneNumber,
  kind: MediaKind,
  media: Json,
  path: string,
): void {
  if (media.id !== undefined && media.id !== null) {
    if (!findMedia(state, media.id, number)) {
      throw invalidParameter(
        `Param ${path}['id'] is not a valid whatsapp business account media attachment ID`,
      );
    }
  } else if (media.link !== undefined && media.link !== null) {
    if (!isHttpUrl(media.link)) throw invalidParameter(`Param ${path}['link'] is not a valid URI.`);
  } else {
    throw invalidParameter(`Param ${path} must have one of the members id and link.`);
  }
  if (media.caption !== undefined && (kind === 'audio' || kind === 'sticker')) {
    throw invalidParameter(`Unexpected key "caption" on param "${path}".`);
  }
  optionalText(media, 'caption', path, MAX_CAPTION);
  optionalText(media, 'filename', path, 240);
}

/** Meta takes coordinates as numbers and as texts. */
export function validateLocation(location: Json): void {
  for (const [key, limit] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    const value = location[key];
    if (value === undefined || value === null || value === '') {
      throw new GraphError(131008, `Parameter location['${key}'] is required.`);
    }
    const degrees = Number(value);
    if (!Number.isFinite(degrees) || Math.abs(degrees) > limit) {
      throw invalidValue(`location['${key}'] must be between -${limit} and ${limit}.`);
    }
  }
}

function validateContacts(contacts: unknown): void {
  if (!Array.isArray(contacts) || contacts.length === 0)
    throw invalidParameter('Param contacts must be a non-empty array.');
  if (contacts.length > MAX_CONTACTS)
    throw invalidValue(`contacts holds more than ${MAX_CONTACTS} contacts.`);
  contacts.forEach((contact: unknown, index) => {
    const path = `contacts[${index}]`;
    if (!isObject(contact)) throw invalidParameter(`Param ${path} must be an object.`);
    if (!isObject(contact.name)) throw new GraphError(131008, `Parameter ${path}['name'] is required.`);
    requiredText(contact.name, 'formatted_name', `${path}['name']`, 1024);
    const parts = ['first_name', 'last_name', 'middle_name', 'suffix', 'prefix'];
    if (!parts.some((part) => typeof (contact.name as Json)[part] === 'string')) {
      throw invalidValue(`${path}['name'] needs at least one more member besides formatted_name.`);
    }
    validateLines(contact, 'phones', ['phone', 'wa_id', 'type'], path);
    validateLines(contact, 'emails', ['email', 'type'], path);
    if (contact.org !== undefined && !isObject(contact.org))
      throw invalidParameter(`Param ${path}['org'] must be an object.`);
  });
}

/** A list of a contact card: objects whose members are texts. */
function validateLines(contact: Json, key: string, members: readonly string[], path: string): void {
  const list = contact[key];
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) throw invalidParameter(`Param ${path}['${key}'] must be an array.`);
  list.forEach((line: unknown, index) => {
    const at = `${path}['${key}'][${index}]`;
    if (!isObject(line)) throw invalidParameter(`Param ${at} must be an object.`);
    for (const member of members) optionalText(line, member, at, 1024);
  });
}

function validateReaction(reaction: Json, body: Json): void {
  if (typeof reaction.message_id !== 'string' || reaction.message_id === '') {
    throw new GraphError(131008, "Parameter reaction['message_id'] is required.");
  }
  if (typeof reaction.emoji !== 'string')
    throw new GraphError(131008, "Parameter reaction['emoji'] is required.");
  // One emoji may be a long sequence (families, flags), a word is none.
  if (reaction.emoji !== '' && (!/\p{Emoji}/u.test(reaction.emoji) || /[a-z]/i.test(reaction.emoji))) {
    throw invalidValue("reaction['emoji'] must be one emoji or empty.");
  }
  if (body.context !== undefined) throw invalidParameter('Param context can not be used with a reaction.');
}
