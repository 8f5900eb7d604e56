import type { z } from 'zod';

import type { Conversation, Json, OutboundMessage } from '../model.ts';
import type { State } from '../state.ts';
import type { Simulation } from '../webhooks/statuses.ts';
import { raise } from '../webhooks/statuses.ts';
import { numberFor } from './inbound.ts';
import type { outboundQuerySchema, readSchema, threadQuerySchema } from './schemas.ts';
import { bubbleOf, messageView } from './view.ts';

/** Accepted sends, oldest first. `next` goes into the next call's `after`, also when there was nothing new. */
export function listOutbound(state: State, query: z.output<typeof outboundQuerySchema>): Json {
  const items: Json[] = [];
  let next = query.after;
  for (const message of state.outbound.after(query.after)) {
    if (query.to !== undefined && message.conversation.person.id !== query.to) continue;
    if (query.metaPhoneNumberId !== undefined && message.conversation.number.id !== query.metaPhoneNumberId)
      continue;
    if (items.length === query.limit) return { items, next };
    items.push(outboundItem(message));
    next = message.cursor;
  }
  return { items, next };
}

function outboundItem(message: OutboundMessage): Json {
  return {
    cursor: message.cursor,
    wamid: message.wamid,
    to: message.conversation.person.id,
    type: message.type,
    body: JSON.parse(message.raw),
    metaPhoneNumberId: message.conversation.number.id,
    callbackData: message.callbackData ?? null,
    at: new Date(message.at).toISOString(),
    status: message.status,
  };
}

export function showStats({ state, webhooks }: Simulation): Json {
  const { stats } = state;
  return {
    accepted: stats.accepted,
    rejected: stats.rejected,
    duplicates: stats.duplicates,
    duplicateSamples: stats.duplicateSamples,
    webhooks: { ...stats.webhooks, pending: webhooks.pending },
    peakPerSecond: stats.peakPerSecond,
  };
}

export function showNumbers(state: State): Json[] {
  return [...state.numbers.values()].map((number) => ({
    metaPhoneNumberId: number.id,
    displayPhoneNumber: number.displayPhoneNumber,
    verifiedName: number.verifiedName,
    wabaId: number.waba.id,
  }));
}

/** Conversations, the one with the latest message first. */
export function listConversations(state: State): Json[] {
  const latest = (conversation: Conversation) => conversation.messages.at(-1)?.at ?? 0;
  return [...state.conversations.values()]
    .filter((conversation) => conversation.messages.length > 0)
    .sort((a, b) => latest(b) - latest(a))
    .slice(0, 500)
    .map((conversation) => {
      const last = conversation.messages.at(-1);
      return {
        with: conversation.person.id,
        name: conversation.person.name,
        metaPhoneNumberId: conversation.number.id,
        lastText: last ? (bubbleOf(last).text ?? `(${last.type})`) : '',
        lastAt: new Date(latest(conversation)).toISOString(),
        unread: conversation.unread,
      };
    });
}

/** The latest 500 messages of one conversation, oldest first. */
export function showThread(state: State, query: z.output<typeof threadQuerySchema>): Json {
  const number = numberFor(state, query.metaPhoneNumberId);
  const conversation = state.conversations.get(`${number.id}:${query.with}`);
  return {
    with: query.with,
    name: conversation?.person.name ?? '',
    metaPhoneNumberId: number.id,
    items: (conversation?.messages ?? []).slice(-500).map(messageView),
  };
}

/**
 * The person reads: one message, or everything sent to them. A message that was not delivered yet is then told as
 * `sent` and `read` without `delivered`, as with a chat that stands open. Returns how many were read.
 */
export function readMessages(simulation: Simulation, input: z.output<typeof readSchema>): number {
  const { state } = simulation;
  const conversations = [...state.numbers.values()]
    .filter((number) => input.metaPhoneNumberId === undefined || number.id === input.metaPhoneNumberId)
    .map((number) => state.conversations.get(`${number.id}:${input.to}`));
  let count = 0;
  for (const conversation of conversations) {
    if (!conversation) continue;
    for (const message of conversation.messages) {
      if (message.direction !== 'outbound' || message.type === 'reaction' || message.status === 'held')
        continue;
      if (input.wamid !== undefined && message.wamid !== input.wamid) continue;
      if (isDoomed(message)) continue;
      raise(simulation, message, 'sent');
      if (raise(simulation, message, input.played === true ? 'played' : 'read')) count += 1;
    }
    if (input.wamid === undefined) conversation.unread = 0;
  }
  return count;
}

/** A message that Meta will still refuse by webhook never reaches the phone, so nobody can read it. */
function isDoomed(message: OutboundMessage): boolean {
  return message.status === 'failed' || message.willFail;
}
