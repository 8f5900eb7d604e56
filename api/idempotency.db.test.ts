import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../local/testing/database.ts';
import { createTestApi, type CallInput, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

const sendText = (key: string, text = 'Once', token = api.ours.users.agent.token): CallInput => ({
  token,
  params: { org: api.ours.id, conversation: api.ours.conversationId },
  body: { text },
  headers: { 'idempotency-key': key },
});

async function countMessages(text: string): Promise<number> {
  const [row] = await api.database.sql<{ n: number }[]>`
    select count(*)::int as n from public.messages where text = ${text}`;
  return row!.n;
}

describe('the same key and body', () => {
  it('get the first answer, and one message', async () => {
    const first = await api.send('sendMessage', sendText('a', 'Send once'));
    const again = await api.send('sendMessage', sendText('a', 'Send once'));
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(await again.json()).toEqual(await first.json());
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await countMessages('Send once')).toBe(1);
  });

  it('make one message when they come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.call('sendMessage', sendText('b', 'Send at once'))),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await countMessages('Send at once')).toBe(1);
  });

  it('are two requests when two people send them', async () => {
    const mine = await api.call('sendMessage', sendText('c', 'Two people'));
    const other = await api.call('sendMessage', sendText('c', 'Two people', api.ours.users.admin.token));
    const key = await api.call('sendMessage', sendText('c', 'Two people', api.ours.apiKey));
    expect(new Set([mine.id, other.id, key.id]).size).toBe(3);
  });

  it('are a new request after a day', async () => {
    const first = await api.call('sendMessage', sendText('d', 'Next day'));
    await api.database.sql`
      update private.idempotency_keys set created_at = now() - interval '25 hours' where key = 'd'`;
    const second = await api.call('sendMessage', sendText('d', 'Next day'));
    expect(second.id).not.toBe(first.id);
  });

  it('may be tried again after a refusal', async () => {
    const { id: org, users, contactPhone } = api.ours;
    const input = (phone: string): CallInput => ({
      token: users.agent.token,
      params: { org },
      body: { phone },
      headers: { 'idempotency-key': 'e' },
    });
    await api.refused('createContact', 409, input(contactPhone));
    expect((await api.call('createContact', input('+1 555 010 9111'))).phone).toBe('15550109111');
  });
});

it('refuses the same key for another body or another path', async () => {
  await api.call('sendMessage', sendText('f', 'First'));
  const problem = await api.refused('sendMessage', 409, sendText('f', 'Second'));
  expect(problem.code).toBe('idempotency_key_reused');
  const input = { ...sendText('f'), params: { org: api.ours.id }, body: { phone: '+1 555 010 9222' } };
  await api.refused('createContact', 409, input);
});

it('refuses a key that is empty, too long or not ASCII', async () => {
  for (const key of ['', 'x'.repeat(256), 'a b']) {
    const problem = await api.refused('sendMessage', 422, sendText(key));
    expect(problem.errors?.[0]?.field).toBe('Idempotency-Key');
  }
});

it('forgets answers after a day, whoever sends next', async () => {
  await api.call('sendMessage', sendText('g', 'Old'));
  await api.database.sql`update private.idempotency_keys set created_at = now() - interval '25 hours'`;
  await api.call('sendMessage', sendText('h', 'New'));
  const keys = await api.database.sql<{ key: string }[]>`select key from private.idempotency_keys`;
  expect(keys.map(({ key }) => key)).toEqual(['h']);
});

it('keeps no key for a request that changes nothing', async () => {
  const { id: org, users } = api.ours;
  const flow = await api.call('createFlow', {
    token: users.admin.token,
    params: { org },
    body: { name: 'F' },
  });
  const headers = { 'idempotency-key': 'validate' };
  await api.call('validateFlow', { token: users.viewer.token, params: { org, flow: flow.id }, headers });
  const keys = await api.database.sql`select 1 from private.idempotency_keys where key = 'validate'`;
  expect(keys).toHaveLength(0);
});
