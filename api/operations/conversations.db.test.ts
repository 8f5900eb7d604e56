import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createConversation, createMessage } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let agent: string;
let org: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  agent = api.ours.users.agent.token;
  org = api.ours.id;
});
afterAll(() => api.close());

const HOUR_MS = 60 * 60 * 1_000;

describe('listPhoneNumbers and listTemplates', () => {
  it('answer what belongs to the organisation', async () => {
    const numbers = await api.call('listPhoneNumbers', { token: agent, params: { org } });
    expect(numbers.items).toEqual([
      {
        id: api.ours.phoneNumberId,
        metaPhoneNumberId: api.ours.metaPhoneNumberId,
        displayPhoneNumber: '+1 555 010 1001',
        verifiedName: 'Ours',
        qualityRating: null,
        isSample: false,
      },
    ]);
    const templates = await api.call('listTemplates', { token: agent, params: { org } });
    expect(templates.items).toMatchObject([{ name: 'reminder', language: 'en', status: 'APPROVED' }]);
    const paused = await api.call('listTemplates', {
      token: agent,
      params: { org },
      query: { status: 'PAUSED' },
    });
    expect(paused.items).toEqual([]);
  });
});

describe('listConversations', () => {
  it('puts the latest message first, those without messages last, and pages through all of them', async () => {
    const { sql } = api.database;
    for (let n = 0; n < 6; n += 1) {
      const lastMessageAt = n < 4 ? new Date(Date.now() - (n + 1) * HOUR_MS) : null;
      await createConversation(sql, api.ours, { phone: `1555010600${n}`, lastMessageAt });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let guard = 0; guard < 20; guard += 1) {
      const query = { limit: 2, ...(cursor ? { cursor } : {}) };
      const page = await api.call('listConversations', { token: agent, params: { org }, query });
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    const stored = await sql<{ id: string }[]>`
      select id from public.conversations where org_id = ${org} order by last_message_at desc nulls last, id desc`;
    expect(stored).toHaveLength(7);
    expect(seen).toEqual(stored.map(({ id }) => id));
  });

  it('filters by contact, mode, status, assignee and search', async () => {
    const list = async (query: Record<string, string>) =>
      (await api.call('listConversations', { token: agent, params: { org }, query })).items.map(
        ({ id }) => id,
      );
    const { conversationId, contactId } = api.ours;
    expect(await list({ contactId })).toEqual([conversationId]);
    expect(await list({ search: 'Ada of' })).toEqual([conversationId]);
    expect(await list({ contactId, mode: 'human' })).toEqual([]);
    expect(await list({ contactId, status: 'open', mode: 'bot' })).toEqual([conversationId]);
    expect(await list({ assigneeId: api.ours.users.viewer.id })).toEqual([]);
  });

  it('refuses a status that doesn’t exist', async () => {
    const input = { token: agent, params: { org }, query: { status: 'lost' } };
    expect((await api.refused('listConversations', 422, input)).errors?.[0]?.field).toBe('status');
  });
});

describe('updateConversation', () => {
  const update = (body: Record<string, unknown>) =>
    api.call('updateConversation', {
      token: agent,
      params: { org, conversation: api.ours.conversationId },
      body,
    });

  it('hands over, assigns, marks as read and takes it back', async () => {
    const assigneeId = api.ours.users.agent.id;
    expect(await update({ mode: 'human', assigneeId, unreadCount: 0, status: 'pending' })).toMatchObject({
      mode: 'human',
      assigneeId,
      unreadCount: 0,
      status: 'pending',
    });
    expect(await update({ mode: 'bot', assigneeId: null })).toMatchObject({ mode: 'bot', assigneeId: null });
  });

  it('assigns only to members who may answer', async () => {
    for (const assigneeId of [api.theirs.users.agent.id, api.ours.users.viewer.id]) {
      const params = { org, conversation: api.ours.conversationId };
      const problem = await api.refused('updateConversation', 422, {
        token: agent,
        params,
        body: { assigneeId },
      });
      expect(problem.errors?.[0]?.field).toBe('assigneeId');
    }
  });
});

describe('messages', () => {
  it('are listed newest first, by conversation and over all', async () => {
    const { sql } = api.database;
    const thread = await createConversation(sql, api.ours, { phone: '15550107001' });
    const at = new Date(Date.now() - HOUR_MS);
    for (let n = 0; n < 5; n += 1)
      await createMessage(sql, api.ours, thread, { text: `m${n}`, createdAt: at });
    const params = { org, conversation: thread.conversationId };
    const first = await api.call('listConversationMessages', { token: agent, params, query: { limit: 3 } });
    const second = await api.call('listConversationMessages', {
      token: agent,
      params,
      query: { limit: 3, cursor: first.nextCursor! },
    });
    expect(second.nextCursor).toBeNull();
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
    expect(ids).toEqual([...ids].sort().reverse());
    const query = { contactId: thread.contactId, direction: 'inbound', status: 'received' };
    const all = await api.call('listMessages', { token: agent, params: { org }, query });
    expect(all.items.map(({ id }) => id)).toEqual(ids);
    expect(all.items[0]).toMatchObject({
      direction: 'inbound',
      content: { type: 'text' },
      source: { kind: 'contact', userId: null },
      sentAt: at.toISOString(),
      error: null,
    });
  });
});

describe('sendMessage', () => {
  it('queues the text, asks for its workflow and shows it in the inbox', async () => {
    const params = { org, conversation: api.ours.conversationId };
    const message = await api.call('sendMessage', { token: agent, params, body: { text: ' Hello there ' } });
    expect(message).toMatchObject({
      direction: 'outbound',
      type: 'text',
      text: 'Hello there',
      content: { type: 'text', text: 'Hello there' },
      status: 'queued',
      source: { kind: 'agent', userId: api.ours.users.agent.id },
    });
    expect(message.id[14]).toBe('7'); // uuid v7, sorts by time
    const outbox = await api.database.sql`
      select topic, key, payload from private.outbox where payload ->> 'messageId' = ${message.id}`;
    expect(outbox).toEqual([
      {
        topic: 'conversationOutbox',
        key: api.ours.conversationId,
        payload: { orgId: org, messageId: message.id },
      },
    ]);
    const conversation = await api.call('getConversation', { token: agent, params });
    expect(conversation).toMatchObject({
      lastMessageText: 'Hello there',
      lastMessageDirection: 'outbound',
      unreadCount: 0,
      mode: 'bot',
    });
  });

  it('is told apart when an API key sends', async () => {
    const params = { org, conversation: api.ours.conversationId };
    const message = await api.call('sendMessage', { token: api.ours.apiKey, params, body: { text: 'x' } });
    expect(message.source).toMatchObject({ kind: 'api', userId: null });
  });

  it.each([
    ['closed', new Date(Date.now() - 1_000)],
    ['never opened', null],
  ])('is refused when the window was %s', async (name, windowExpiresAt) => {
    const phone = name === 'closed' ? '15550108001' : '15550108002';
    const { conversationId } = await createConversation(api.database.sql, api.ours, {
      phone,
      windowExpiresAt,
    });
    const input = { token: agent, params: { org, conversation: conversationId }, body: { text: 'late' } };
    expect((await api.refused('sendMessage', 409, input)).code).toBe('window_closed');
  });

  it.each([
    [{ text: '' }, 'text'],
    [{ text: 'x'.repeat(4_097) }, 'text'],
    [{}, 'text'],
    [{ text: 'x', to: '1' }, 'to'],
  ])('refuses the body %#', async (body, field) => {
    const params = { org, conversation: api.ours.conversationId };
    const problem = await api.refused('sendMessage', 422, { token: agent, params, body });
    expect(problem.errors?.map((error) => error.field)).toEqual([field]);
  });
});
