import { readFileSync, renameSync, writeFileSync } from 'node:fs';

import { z } from 'zod';

import type { Catalog, Conversation, InboundMessage, Message, OutboundMessage, Template } from './model.ts';
import type { State } from './state.ts';
import { addNumber, conversationOf, personByPhone, personByUserId } from './state.ts';
import { inboundItem } from './webhooks/items.ts';
import type { Simulation } from './webhooks/statuses.ts';
import { scheduleStatuses } from './webhooks/statuses.ts';

/** Enough for everybody who chats by hand, and little enough to be written in passing during a benchmark. */
const KEPT_CONVERSATIONS = 200;
const KEPT_MESSAGES = 50;
const SAVE_EVERY_MS = 2_000;

const snapshotSchema = z.object({
  version: z.literal(1),
  numbers: z.array(
    z.object({
      id: z.string(),
      wabaId: z.string(),
      displayPhoneNumber: z.string(),
      verifiedName: z.string(),
    }),
  ),
  tokens: z.array(z.string()),
  templates: z.array(z.object({ wabaId: z.string(), template: z.custom<Template>() })),
  catalogs: z.array(z.object({ wabaId: z.string(), catalog: z.custom<Catalog>() })).default([]),
  conversations: z.array(
    z.object({
      numberId: z.string(),
      waId: z.string().nullable(),
      userId: z.string(),
      name: z.string(),
      username: z.string().nullable(),
      phoneHidden: z.boolean(),
      lastInboundAt: z.number().nullable(),
      unread: z.number(),
      messages: z.array(z.custom<SavedMessage>()),
    }),
  ),
});

type Snapshot = z.infer<typeof snapshotSchema>;
type SavedMessage =
  | (Omit<OutboundMessage, 'conversation' | 'cursor' | 'template'> & { templateId?: string })
  | Omit<InboundMessage, 'conversation' | 'cursor'>;

/** Chats, open windows and templates in a file, so that a phone still shows its conversation after a restart. */
export interface SnapshotFile {
  /** Reads the file where there is one; what had not been told by webhook yet goes on. */
  restore(): void;
  /** Writes now and stops writing from time to time. */
  close(): void;
}

export function keepSnapshot(simulation: Simulation, file: string): SnapshotFile {
  const { state } = simulation;
  let written = '';
  const save = () => {
    const revision = revisionOf(state);
    if (revision === written) return;
    written = revision;
    // A rename is all or nothing: a kill in between leaves the older file.
    writeFileSync(`${file}.new`, JSON.stringify(takeSnapshot(state)));
    renameSync(`${file}.new`, file);
  };
  const timer = setInterval(save, SAVE_EVERY_MS).unref();
  return {
    restore() {
      const snapshot = readSnapshot(file);
      if (snapshot) restoreSnapshot(simulation, snapshot);
    },
    close() {
      clearInterval(timer);
      save();
    },
  };
}

/** Changes whenever something worth keeping does: every message and every status makes a webhook. */
function revisionOf(state: State): string {
  const templates = [...state.wabas.values()].map((waba) => waba.templates.map((one) => one.status).join());
  return [
    state.epoch,
    state.outbound.lastCursor,
    state.inbound.lastCursor,
    state.stats.webhooks.sent,
    state.numbers.size,
    templates,
    [...state.wabas.values()].map(({ catalog }) => `${catalog.id} ${catalog.products.length}`),
  ].join(':');
}

function takeSnapshot(state: State): Snapshot {
  const latest = (conversation: Conversation) => conversation.messages.at(-1)?.at ?? 0;
  const conversations = [...state.conversations.values()]
    .filter((conversation) => conversation.messages.length > 0)
    .sort((a, b) => latest(b) - latest(a))
    .slice(0, KEPT_CONVERSATIONS);
  return {
    version: 1,
    numbers: [...state.numbers.values()].map(({ id, waba, displayPhoneNumber, verifiedName }) => ({
      id,
      wabaId: waba.id,
      displayPhoneNumber,
      verifiedName,
    })),
    tokens: [...state.tokens],
    templates: [...state.wabas.values()].flatMap((waba) =>
      waba.templates.map((template) => ({ wabaId: waba.id, template })),
    ),
    catalogs: [...state.wabas.values()].map(({ id, catalog }) => ({ wabaId: id, catalog })),
    conversations: conversations.map(({ number, person, messages, lastInboundAt, unread }) => {
      const { waId, userId, name, username, phoneHidden } = person;
      return {
        numberId: number.id,
        waId,
        userId,
        name,
        username,
        phoneHidden,
        lastInboundAt,
        unread,
        messages: messages.slice(-KEPT_MESSAGES).map(saved),
      };
    }),
  };
}

function saved(message: Message): SavedMessage {
  const { conversation: _conversation, cursor: _cursor, ...rest } = message;
  if (rest.direction === 'inbound') return rest;
  const { template, ...kept } = rest;
  return template ? { ...kept, templateId: template.id } : kept;
}

function readSnapshot(file: string): Snapshot | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return snapshotSchema.parse(JSON.parse(text));
  } catch {
    console.warn(`simulator: ${file} holds no snapshot of this version, so it starts anew.`);
    return undefined;
  }
}

function restoreSnapshot(simulation: Simulation, snapshot: Snapshot): void {
  const { state } = simulation;
  for (const number of snapshot.numbers) addNumber(state, number);
  for (const token of snapshot.tokens) state.tokens.add(token);
  for (const waba of state.wabas.values()) {
    const templates = snapshot.templates.filter((one) => one.wabaId === waba.id);
    if (templates.length > 0) waba.templates = templates.map((one) => one.template);
    waba.catalog = snapshot.catalogs.find((one) => one.wabaId === waba.id)?.catalog ?? waba.catalog;
  }
  const templates = new Map(
    [...state.wabas.values()].flatMap((waba) => waba.templates.map((one) => [one.id, one] as const)),
  );
  for (const one of snapshot.conversations) {
    const number = state.numbers.get(one.numberId);
    if (!number) continue;
    const person = one.waId === null ? personByUserId(state, one.userId) : personByPhone(state, one.waId);
    Object.assign(person, { name: one.name, username: one.username, phoneHidden: one.phoneHidden });
    const conversation = conversationOf(state, number, person);
    Object.assign(conversation, { lastInboundAt: one.lastInboundAt, unread: one.unread });
    for (const message of one.messages) restoreMessage(simulation, conversation, message, templates);
  }
}

function restoreMessage(
  simulation: Simulation,
  conversation: Conversation,
  message: SavedMessage,
  templates: Map<string, Template>,
): void {
  const { state, webhooks } = simulation;
  if (message.direction === 'inbound') {
    const restored = state.inbound.append(
      (cursor) => ({ ...message, conversation, cursor }) satisfies InboundMessage,
    );
    keep(state, restored);
    // Its webhook was never answered: it is told again, as Meta would.
    if (restored.status === 'sent') webhooks.send(inboundItem(state, restored));
    return;
  }
  const { templateId, ...rest } = message;
  const template = templateId === undefined ? undefined : templates.get(templateId);
  const restored = state.outbound.append(
    (cursor) => ({ ...rest, template, conversation, cursor }) satisfies OutboundMessage,
  );
  keep(state, restored);
  const isUnderWay = restored.status === 'accepted' || restored.status === 'sent';
  if (isUnderWay && !restored.willFail) scheduleStatuses(simulation, restored);
}

function keep(state: State, message: Message): void {
  state.messages.set(message.wamid, message);
  message.conversation.messages.push(message);
}
