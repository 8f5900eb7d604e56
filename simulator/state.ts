import { createHash, randomBytes } from 'node:crypto';

import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

import { BoundedLog } from './bounded-log.ts';
import type { FaultBook } from './control/fault-book.ts';
import { createFaultBook } from './control/fault-book.ts';
import type { EventStream } from './control/event-stream.ts';
import { createEventStream } from './control/event-stream.ts';
import { approvedTemplate } from './graph/template-definition.ts';
import type {
  Conversation,
  InboundMessage,
  MediaFile,
  Message,
  OutboundMessage,
  Person,
  PhoneNumber,
  Waba,
} from './model.ts';
import { demo, demoCatalog, demoTemplates } from './seed.ts';
import type { Settings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import { Stats } from './stats.ts';

const OUTBOUND_CAPACITY = 200_000;
const INBOUND_CAPACITY = 100_000;

/** What can't change while the simulator runs. */
export interface Identity {
  webhookUrl: string;
  appSecret: string;
  accessToken: string;
  wabaId: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
}

/** Everything the simulator remembers. It lives in memory and `resetState` makes it new. */
export interface State {
  readonly identity: Identity;
  /** Grows at every reset, so that a timer of the time before changes nothing. */
  epoch: number;
  settings: Settings;
  stats: Stats;
  tokens: Set<string>;
  wabas: Map<string, Waba>;
  numbers: Map<string, PhoneNumber>;
  people: Map<string, Person>;
  peopleByUserId: Map<string, Person>;
  conversations: Map<string, Conversation>;
  messages: Map<string, Message>;
  outbound: BoundedLog<OutboundMessage>;
  inbound: BoundedLog<InboundMessage>;
  media: Map<string, MediaFile>;
  faults: FaultBook;
  readonly events: EventStream;
  /** Key of the hash in media addresses. */
  readonly mediaKey: Buffer;
  /** Where this simulator can be reached, known once it listens. */
  baseUrl: string;
}

export function createState(identity: Identity): State {
  const state = {
    identity,
    epoch: 0,
    events: createEventStream(),
    mediaKey: randomBytes(32),
    baseUrl: '',
  } as State;
  const forget = (message: Message) => {
    state.messages.delete(message.wamid);
    const { messages } = message.conversation;
    if (messages[0] === message) messages.shift();
    else messages.splice(messages.indexOf(message), 1);
  };
  state.outbound = new BoundedLog<OutboundMessage>(OUTBOUND_CAPACITY, forget);
  state.inbound = new BoundedLog<InboundMessage>(INBOUND_CAPACITY, forget);
  resetState(state);
  return state;
}

/** Puts everything back to the seed: settings, faults, messages, people, templates, media and counters. */
export function resetState(state: State): void {
  const { identity } = state;
  state.epoch += 1;
  state.settings = defaultSettings(identity.webhookUrl);
  state.stats = new Stats();
  state.tokens = new Set([identity.accessToken]);
  state.wabas = new Map();
  state.numbers = new Map();
  state.people = new Map();
  state.peopleByUserId = new Map();
  state.conversations = new Map();
  state.messages = new Map();
  state.media = new Map();
  state.faults = createFaultBook();
  state.outbound.clear();
  state.inbound.clear();
  addNumber(state, {
    id: identity.phoneNumberId,
    wabaId: identity.wabaId,
    displayPhoneNumber: identity.displayPhoneNumber,
    verifiedName: demo.verifiedName,
  });
  const waba = state.wabas.get(identity.wabaId);
  for (const definition of demoTemplates) waba?.templates.push(approvedTemplate(definition, nowMs(state)));
}

/** The simulator's clock in ms: the machine's, moved by `clockOffsetMs`. */
export function nowMs(state: State): number {
  return Date.now() + state.settings.clockOffsetMs;
}

/** Adds a business number and, where it is new, its account; an existing number is returned as it is. */
export function addNumber(
  state: State,
  input: { id: string; wabaId: string; displayPhoneNumber: string; verifiedName: string },
): PhoneNumber {
  const known = state.numbers.get(input.id);
  if (known) return known;
  let waba = state.wabas.get(input.wabaId);
  if (!waba) {
    waba = {
      id: input.wabaId,
      name: state.wabas.size === 0 ? demo.wabaName : input.verifiedName,
      subscribed: true,
      overrideUrl: null,
      templates: [],
      catalog: { id: demoCatalog.id, products: [...demoCatalog.products] },
      blockedNames: new Map(),
    };
    state.wabas.set(waba.id, waba);
  }
  const number: PhoneNumber = {
    id: input.id,
    waba,
    displayPhoneNumber: input.displayPhoneNumber,
    digits: input.displayPhoneNumber.replace(/\D/g, ''),
    verifiedName: input.verifiedName,
    registered: true,
    overrideUrl: null,
    profile: { about: 'Simulated business', vertical: 'OTHER' },
    tokens: state.settings.throughput,
    tokensAt: 0,
  };
  state.numbers.set(number.id, number);
  return number;
}

/** Finds or makes the person behind a phone number (digits only). */
export function personByPhone(state: State, waId: string): Person {
  const known = state.people.get(waId);
  if (known) return known;
  const country = parsePhoneNumberFromString(`+${waId}`)?.country ?? 'US';
  const userId = `${country}.${BigInt(`0x${createHash('sha256').update(waId).digest('hex').slice(0, 16)}`)}`;
  return addPerson(state, { id: waId, waId, userId, name: '', username: null, phoneHidden: false });
}

/** Finds or makes the person behind a business-scoped user id. */
export function personByUserId(state: State, userId: string): Person {
  const known = state.peopleByUserId.get(userId);
  if (known) return known;
  return addPerson(state, { id: userId, waId: null, userId, name: '', username: null, phoneHidden: true });
}

function addPerson(state: State, person: Person): Person {
  state.people.set(person.id, person);
  state.peopleByUserId.set(person.userId, person);
  return person;
}

/** Finds or opens the conversation of one number with one person. */
export function conversationOf(state: State, number: PhoneNumber, person: Person): Conversation {
  const key = `${number.id}:${person.id}`;
  let conversation = state.conversations.get(key);
  if (!conversation) {
    conversation = {
      number,
      person,
      messages: [],
      lastInboundAt: null,
      referredAt: null,
      freeEntryUntil: null,
      pairTokens: Number.POSITIVE_INFINITY,
      pairTokensAt: 0,
      unread: 0,
    };
    state.conversations.set(key, conversation);
  }
  return conversation;
}
