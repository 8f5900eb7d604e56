/**
 * Takes a webhook delivery apart. Total: whatever comes, the answer is a list of items in the order of the delivery,
 * and a broken piece becomes a `malformed` item beside its healthy neighbours. Nothing is ever thrown.
 *
 * What a change is, is decided by what its value holds: fields are missing or wrong in the field (`status` instead of
 * `messages`, none at all), and one value can hold messages, echoes, statuses and calls together.
 */
import { malformed, type ChangeContext, type Origin } from './context.ts';
import { completeEchoes, readEcho } from './echo.ts';
import { readError } from './errors.ts';
import { readHistoryChunk } from './history.ts';
import { asArray, asId, asObject } from './json.ts';
import { readCall, readGroup, readPreference, readStateSync } from './lists.ts';
import { readManagement } from './management.ts';
import { readMessages } from './message.ts';
import { readContacts } from './people.ts';
import { sanitiseJson, type Json, type JsonObject } from './sanitise.ts';
import { readStatus } from './status.ts';
import { readUserIdUpdate } from './system.ts';
import { readTime } from './time.ts';
import type { WebhookItem } from './types.ts';

const NOWHERE: Origin = {
  wabaId: null,
  metaPhoneNumberId: null,
  displayPhoneNumber: null,
  field: null,
  entryTime: null,
};

/** Keys that say where a value belongs; a value with nothing else is empty. */
const ENVELOPE_KEYS = new Set(['messaging_product', 'metadata', 'contacts']);

/** Fields whose empty value says nothing: tests of the dashboard and retries of Meta send them. */
const LIST_FIELDS = new Set([
  'messages',
  'user_preferences',
  'user_id_update',
  'history',
  'calls',
  'smb_message_echoes',
]);

/** @param body the parsed delivery, of any shape (`parseBody` keeps long ids exact) */
export function parseWebhook(body: unknown, receivedAt: Date): WebhookItem[] {
  try {
    return readBody(sanitiseJson(body), receivedAt);
  } catch {
    return [malformed(NOWHERE, 'unexpected', null)];
  }
}

function readBody(body: Json, receivedAt: Date): WebhookItem[] {
  const delivery = asObject(body);
  if (delivery === null) return [malformed(NOWHERE, 'bodyNotObject', body)];
  if (!Array.isArray(delivery.entry)) return [malformed(NOWHERE, 'entryNotArray', body)];
  return delivery.entry.flatMap((element) => {
    const entry = asObject(element);
    if (entry === null) return malformed(NOWHERE, 'entryNotObject', element);
    const origin = { ...NOWHERE, wabaId: asId(entry.id), entryTime: readTime(entry.time) };
    if (entry.changes === undefined || entry.changes === null) return [];
    if (!Array.isArray(entry.changes)) return malformed(origin, 'changesNotArray', entry);
    return entry.changes.flatMap((change) =>
      guarded(origin, change, () => readChange(change, origin, receivedAt)),
    );
  });
}

function readChange(element: Json, entry: Origin, receivedAt: Date): WebhookItem[] {
  const change = asObject(element);
  if (change === null) return [malformed(entry, 'changeNotObject', element)];
  const origin = { ...entry, field: asId(change.field) };
  if (change.value === undefined || change.value === null) return [];
  const value = asObject(change.value);
  if (value === null) return [malformed(origin, 'valueNotObject', change)];
  const metadata = asObject(value.metadata);
  const context: ChangeContext = {
    origin: {
      ...origin,
      metaPhoneNumberId: asId(metadata?.phone_number_id),
      displayPhoneNumber: asId(metadata?.display_phone_number),
    },
    contacts: readContacts(value),
    receivedAt,
  };
  return readValue(value, change, context);
}

function readValue(value: JsonObject, change: JsonObject, context: ChangeContext): WebhookItem[] {
  const { origin } = context;
  const management = readManagement(value, origin);
  const keys = Object.keys(value).filter((key) => !ENVELOPE_KEYS.has(key));
  const lists = management === null ? keys.filter((key) => Object.hasOwn(listReaders, key)) : [];
  const items = lists.flatMap((key) => readList(key as ListName, value[key] ?? null, context));
  // `errors` is a list of its own only here; inside messages and statuses it belongs to them.
  const errors = asArray(value.errors).map((element): WebhookItem => {
    const error = asObject(element);
    if (error === null) return malformed(origin, 'elementNotObject', element);
    return { kind: 'error', ...origin, error: readError(error), raw: error };
  });
  completeEchoes(items.filter((item) => item.kind === 'echo'));
  if (management !== null) return [management, ...errors];
  if (lists.length > 0 || errors.length > 0) return [...items, ...errors];
  const isEmpty = keys.length === 0 && (origin.field === null || LIST_FIELDS.has(origin.field));
  if (isEmpty) return [];
  return [{ kind: 'other', ...origin, event: asId(value.event), raw: change }];
}

type ListName = keyof typeof listReaders;

/** How each list of a value is read. A new list is one line here. */
const listReaders = {
  messages: readMessages,
  message_echoes: each(readEcho),
  history: (list: Json[], context: ChangeContext) =>
    list.flatMap((chunk) => readHistoryChunk(chunk, context)),
  statuses: (list: Json[], context: ChangeContext) => list.map((status) => readStatus(status, context)),
  user_preferences: each(readPreference),
  user_id_update: each(readUserIdUpdate),
  state_sync: each(readStateSync),
  calls: each(readCall),
  groups: each(readGroup),
} satisfies Record<string, (list: Json[], context: ChangeContext) => WebhookItem[]>;

function readList(name: ListName, value: Json, context: ChangeContext): WebhookItem[] {
  if (value === null) return [];
  if (!Array.isArray(value)) return [malformed(context.origin, 'listExpected', { [name]: value })];
  return guarded(context.origin, value, () => listReaders[name](value, context));
}

function each(read: (element: JsonObject, context: ChangeContext) => WebhookItem) {
  return (list: Json[], context: ChangeContext): WebhookItem[] =>
    list.map((element) => {
      const object = asObject(element);
      return object === null ? malformed(context.origin, 'elementNotObject', element) : read(object, context);
    });
}

/** A defect of ours costs one list, never the delivery. */
function guarded(origin: Origin, raw: Json, read: () => WebhookItem[]): WebhookItem[] {
  try {
    return read();
  } catch {
    return [malformed(origin, 'unexpected', raw)];
  }
}
