/**
 * The inside of a message: its type, what a person reads, what was pressed, the file. Used for inbound messages,
 * echoes, edits and history alike.
 */
import { asArray, asId, asObject, asObjects, asText, field, parseInnerJson } from './json.ts';
import { summariseOrder } from './order.ts';
import { cutText, sanitiseJson, sanitiseText, type Json, type JsonObject } from './sanitise.ts';
import type { InboundContent, MediaRef, Press } from './types.ts';

export interface ReadContent {
  type: string;
  text: string | null;
  words: string | null;
  press: Press | null;
  media: MediaRef | null;
  content: InboundContent;
  isPlaceholder: boolean;
}

/** What one type's object says. `text` null with `isHollow` means that there is nothing to show. */
interface Reading {
  text: string | null;
  words?: string | null;
  press?: Press | null;
  media?: MediaRef | null;
  derived?: JsonObject;
  isHollow?: boolean;
}

type Reader = (body: JsonObject, message: JsonObject) => Reading;

/** The longest rendering that we store: WhatsApp's own limit, and small enough for full-text search. */
const MAX_TEXT_LENGTH = 65_536;

const readers: Record<string, Reader> = {
  text: (body) => ({ ...ownWords(asText(body.body)), isHollow: asText(body.body) === null }),
  image: (body) => readMedia('image', body),
  video: (body) => readMedia('video', body),
  audio: (body) => readMedia('audio', body),
  // The shape of the on-premises API; the file is an ordinary voice note.
  voice: (body) => readMedia('audio', { ...body, voice: true }),
  document: (body) => readMedia('document', body),
  sticker: (body) => readMedia('sticker', body),
  location: readLocation,
  button: readQuickReply,
  interactive: readInteractive,
  order: readOrder,
};

/** The types whose name stands as a key beside the message's own fields, for messages that name no type. */
const INFERABLE_TYPES = [
  ...Object.keys(readers),
  'contacts',
  'reaction',
  'edit',
  'revoke',
  'system',
  'unsupported',
];

/** The type of a message, from its content when Meta named none; `unknown` when neither tells. */
export function messageType(message: JsonObject): string {
  const named = asId(message.type);
  if (named !== null) return sanitiseText(named, 64);
  return INFERABLE_TYPES.find((type) => asObject(message[type]) ?? Array.isArray(message[type])) ?? 'unknown';
}

export function readContent(message: JsonObject): ReadContent {
  const type = messageType(message);
  const reading = readBody(type, message);
  const isPlaceholder = reading.isHollow ?? false;
  const text = reading.text ?? (isPlaceholder ? `[${placeholderLabel(type, message)}]` : null);
  return {
    type,
    text: text === null ? null : cutText(text, MAX_TEXT_LENGTH),
    words: reading.words ? cutText(reading.words, MAX_TEXT_LENGTH) : null,
    press: reading.press ?? null,
    media: reading.media ?? null,
    content: { ...message, derived: reading.derived ?? {} },
    isPlaceholder,
  };
}

function readBody(type: string, message: JsonObject): Reading {
  if (type === 'contacts') return readCards(asArray(message.contacts), message);
  const body = asObject(field(message, type));
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (reader !== undefined) return body === null ? { text: null, isHollow: true } : reader(body, message);
  // A type that we don't know: people may still read what stands in it, but nothing acts on it.
  return { text: asText(asObject(message.text)?.body), isHollow: true };
}

function ownWords(words: string | null): Pick<Reading, 'text' | 'words'> {
  return { text: words, words };
}

function readMedia(kind: MediaRef['kind'], body: JsonObject): Reading {
  const caption = asText(body.caption);
  const filename = asText(body.filename);
  const id = asId(body.id);
  const media: MediaRef | null =
    id === null
      ? null
      : {
          id,
          kind,
          // Some senders escape twice, so that a backslash stands before the slash.
          mimeType: asText(body.mime_type)?.replaceAll('\\/', '/') ?? null,
          sha256: asText(body.sha256),
          filename,
          url: asText(body.url) ?? asText(body.link),
          isVoiceNote: body.voice === true,
          isAnimated: body.animated === true,
        };
  return {
    text: caption ?? filename,
    words: caption,
    media,
    derived: media === null ? {} : { media: { id: media.id, kind, mimeType: media.mimeType } },
    isHollow: media === null && caption === null,
  };
}

function readLocation(body: JsonObject): Reading {
  const latitude = asId(body.latitude);
  const longitude = asId(body.longitude);
  const [name, address] = [asText(body.name), asText(body.address)];
  const names = [name, address].filter((part) => part !== null);
  const coordinates = latitude !== null && longitude !== null ? `${latitude}, ${longitude}` : null;
  const text = names.length > 0 ? names.join(', ') : coordinates;
  const place = { latitude: degrees(latitude, 90), longitude: degrees(longitude, 180), name, address };
  const isPlace = place.latitude !== null && place.longitude !== null;
  return { text, derived: isPlace ? { location: place } : {}, isHollow: text === null };
}

/** Meta sends numbers, some senders texts. */
function degrees(value: string | null, limit: number): number | null {
  if (value === null || value.trim() === '') return null;
  const number = Number(value);
  return Math.abs(number) <= limit ? number : null;
}

function readQuickReply(body: JsonObject): Reading {
  const title = asText(body.text) ?? asText(body.payload);
  if (title === null) return { text: null, isHollow: true };
  return { ...ownWords(title), press: { kind: 'quickReply', id: asText(body.payload) ?? title, title } };
}

function readInteractive(body: JsonObject): Reading {
  const kind = asId(body.type) ?? 'unknown';
  const reply = asObject(field(body, kind));
  if (reply === null) return { text: null, isHollow: true };
  if (kind === 'button_reply' || kind === 'list_reply') {
    const title = asText(reply.title) ?? asId(reply.id);
    if (title === null) return { text: null, isHollow: true };
    const press: Press = {
      kind: kind === 'list_reply' ? 'list' : 'button',
      id: asId(reply.id) ?? title,
      title,
    };
    return { ...ownWords(title), press };
  }
  if (kind === 'nfm_reply') return readFlowReply(reply);
  if (kind === 'call_permission_reply') {
    const answer = asId(reply.response);
    return answer === null ? { text: null, isHollow: true } : { text: `[call permission: ${answer}]` };
  }
  return { text: `[${kind.replaceAll('_', ' ')}]` };
}

function readFlowReply(reply: JsonObject): Reading {
  const name = asText(reply.name) ?? 'flow';
  const given =
    typeof reply.response_json === 'string' ? parseInnerJson(reply.response_json) : reply.response_json;
  const answers: Json = sanitiseJson(given);
  const fields: JsonObject = { ...(asObject(answers) ?? (answers === null ? {} : { answers })) };
  const token = asId(fields.flow_token);
  delete fields.flow_token;
  const summary = Object.entries(fields).map(([key, value]) => `${key}: ${shortValue(value)}`);
  const text = summary.length > 0 ? summary.join('\n') : asText(reply.body);
  return {
    text,
    press: { kind: 'flow', id: token ?? name, title: asText(reply.body) ?? name },
    derived: { flow: { name, token, fields }, form: formOf(fields) },
    isHollow: false,
  };
}

/** The longest answer of a form that a step may save; `derived.flow` keeps it whole. */
const MAX_ANSWER_LENGTH = 4_096;

/** The answers as values that a variable can hold; what is nested becomes JSON text. */
function formOf(fields: JsonObject): JsonObject {
  const answers = Object.entries(fields).map(([name, value]): [string, Json] => {
    const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean';
    return [name, isPlain ? value : cutText(shortValue(value), MAX_ANSWER_LENGTH)];
  });
  return Object.fromEntries(answers);
}

function shortValue(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function readOrder(body: JsonObject): Reading {
  const order = summariseOrder(body);
  const { note } = order;
  const sum = order.total === null ? '' : `, ${order.total} ${order.currency}`;
  const text = `${note === null ? '' : `${note}\n`}[order: ${order.itemCount} ${order.itemCount === 1 ? 'item' : 'items'}${sum}]`;
  const isHollow = order.itemCount === 0 && note === null && order.catalogId === null;
  const derived = { order: { ...order, items: order.items.map((line) => ({ ...line })) } };
  return { text: isHollow ? null : text, words: note, derived, isHollow };
}

/** Contact cards. No contact is ever made from a card; `sharedPhones` is set only for a person's own card. */
function readCards(cards: Json[], message: JsonObject): Reading {
  const objects = asObjects(cards);
  const names = objects.map(cardName).filter((name) => name !== null);
  const own = [message, ...objects].some(
    (part) => asText(part.origin)?.startsWith('contact_request') ?? false,
  );
  const phones = objects.flatMap((card) => asObjects(card.phones));
  const sharedPhones = own ? phones.flatMap((phone) => asId(phone.wa_id) ?? asId(phone.phone) ?? []) : [];
  return {
    text: names.length > 0 ? names.join(', ') : null,
    derived: own ? { sharedPhones } : {},
    isHollow: names.length === 0,
  };
}

function cardName(card: JsonObject): string | null {
  const name = asObject(card.name);
  const parts = [asText(name?.first_name), asText(name?.last_name)].filter((part) => part !== null);
  const phone = asObject(asArray(card.phones)[0]);
  return (
    asText(name?.formatted_name) ??
    (parts.length > 0 ? parts.join(' ') : null) ??
    asText(asObject(card.org)?.company) ??
    /^FN[^:\n]*:(.+)$/m.exec(asText(card.vcard) ?? '')?.[1]?.trim() ??
    asText(phone?.phone)
  );
}

/** What stands in a placeholder's brackets: `unsupported: poll`, `image`, `some future type`. */
function placeholderLabel(type: string, message: JsonObject): string {
  const inner = asId(asObject(message.unsupported)?.type) ?? asId(asObject(message.interactive)?.type);
  const label = inner === null || inner === type ? type : `${type}: ${inner}`;
  return sanitiseText(label.replaceAll('_', ' '), 80);
}
