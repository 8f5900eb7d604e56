import type { FaultSubject } from '../control/fault-book.ts';
import type { Conversation, InboundMessage, Json, Person, PhoneNumber, Waba } from '../model.ts';
import type { State } from '../state.ts';

/** One thing to tell the application; several may travel in one webhook. */
export type WebhookItem = StatusItem | InboundItem | ManagementItem;

export interface StatusItem {
  kind: 'status';
  number: PhoneNumber;
  subject: FaultSubject;
  status: Json;
  contact: Json | undefined;
}

export interface InboundItem {
  kind: 'inbound';
  number: PhoneNumber;
  subject: FaultSubject;
  message: Json;
  contact: Json;
  /** Messages with the same key are posted one after the other, also when one of them has to be repeated. */
  orderKey: string;
  onAnswered: () => void;
}

export interface ManagementItem {
  kind: 'management';
  waba: Waba;
  subject: FaultSubject;
  field: string;
  value: Json;
  /** Unix seconds: management fields carry a time in their entry. */
  time: number;
}

export function wabaOf(item: WebhookItem): Waba {
  return item.kind === 'management' ? item.waba : item.number.waba;
}

/** The `contacts[]` element of a webhook; a person with a hidden number has no wa_id. */
export function contactOf(person: Person, withUserIds: boolean): Json {
  const contact: Json = { profile: { name: person.name || person.waId || person.userId } };
  if (person.username !== null) (contact.profile as Json).username = person.username;
  if (!person.phoneHidden) contact.wa_id = person.waId;
  if (withUserIds || person.phoneHidden) contact.user_id = person.userId;
  return contact;
}

export function subjectOf(conversation: Conversation, type: string, kinds: readonly string[]): FaultSubject {
  return { to: conversation.person.id, type, metaPhoneNumberId: conversation.number.id, kinds };
}

/** The webhook of an inbound message. Once it is answered with 200 the phone shows two ticks. */
export function inboundItem(state: State, message: InboundMessage): InboundItem {
  const { number, person } = message.conversation;
  return {
    kind: 'inbound',
    number,
    subject: subjectOf(message.conversation, message.type, ['inbound']),
    message: message.message,
    contact: contactOf(person, state.settings.userIds),
    orderKey: `${number.id}:${person.id}`,
    onAnswered() {
      if (message.status !== 'sent') return;
      message.status = 'delivered';
      if (!state.events.hasListeners) return;
      state.events.publish('status', {
        with: person.id,
        metaPhoneNumberId: number.id,
        wamid: message.wamid,
        direction: 'inbound',
        status: 'delivered',
      });
    },
  };
}

/** The webhook body for some items: one entry an account, statuses of one number together in one value. */
export function toPayload(items: readonly WebhookItem[]): Json {
  const entries = new Map<string, Json>();
  const statusValues = new Map<string, { contacts: Json[]; statuses: Json[] }>();
  for (const item of items) {
    const waba = wabaOf(item);
    let entry = entries.get(waba.id);
    if (!entry) {
      entry = { id: waba.id, changes: [] };
      entries.set(waba.id, entry);
    }
    const changes = entry.changes as Json[];
    if (item.kind === 'management') {
      entry.time = item.time;
      changes.push({ value: item.value, field: item.field });
    } else if (item.kind === 'inbound') {
      changes.push({
        value: { ...head(item.number), contacts: [item.contact], messages: [item.message] },
        field: 'messages',
      });
    } else {
      let value = statusValues.get(item.number.id);
      if (!value) {
        value = { ...head(item.number), contacts: [], statuses: [] };
        statusValues.set(item.number.id, value);
        changes.push({ value, field: 'messages' });
      }
      if (item.contact) value.contacts.push(item.contact);
      value.statuses.push(item.status);
    }
  }
  for (const value of statusValues.values()) {
    if (value.contacts.length === 0) delete (value as Json).contacts;
  }
  return { object: 'whatsapp_business_account', entry: [...entries.values()] };
}

function head(number: PhoneNumber): Json {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.digits, phone_number_id: number.id },
  };
}
