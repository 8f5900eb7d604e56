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

it('holds for a POST that changes nothing, too', async () => {
  const preview = (tag: string): CallInput => ({
    token: api.ours.users.viewer.token,
    params: { org: api.ours.id },
    body: { rules: { kind: 'all', of: [{ kind: 'tag', op: 'has', value: tag }] } },
    headers: { 'idempotency-key': 'preview' },
  });
  await api.call('previewSegment', preview('vip'));
  expect((await api.send('previewSegment', preview('vip'))).headers.get('idempotency-replayed')).toBe('true');
  await api.refused('previewSegment', 409, preview('lead'));
});

describe('an answer that holds a secret', () => {
  const create = (key: string): CallInput => ({
    token: api.ours.users.admin.token,
    params: { org: api.ours.id },
    body: { name: 'CRM', role: 'agent' },
    headers: { 'idempotency-key': key },
  });

  it('is the same again, although only a sealed copy is kept', async () => {
    const first = await api.call('createApiKey', create('secret'));
    expect(await api.call('createApiKey', create('secret'))).toEqual(first);
    const [kept] = await api.database.sql`
      select answer, sealed_answer from private.idempotency_keys where key = 'secret'`;
    expect(kept?.answer).toBeNull();
    expect(Buffer.from(kept?.sealed_answer as Uint8Array).toString('latin1')).not.toContain('pk_');
  });

  it('is nobody else’s with the same Idempotency-Key', async () => {
    const mine = await api.call('createApiKey', create('shared'));
    const theirs = await api.call('createApiKey', { ...create('shared'), token: api.ours.users.owner.token });
    expect(theirs.key).not.toBe(mine.key);
  });
});

it('takes a key outside any organisation as the caller’s own', async () => {
  const { sql } = api.database;
  const claim = async (caller: string, hash: string) => {
    return sql.begin(async (tx) => {
      await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: caller })}, true)`;
      const [row] = await tx`
        select is_new, is_same_request, answer from private.claim_idempotency_key(null, 'k', decode(${hash}, 'hex'))`;
      await tx`select private.keep_idempotent_answer(null, 'k', 201::smallint, ${sql.json({ of: caller })}, null)`;
      return row;
    });
  };
  const [ada, bob] = [api.ours.users.admin.id, api.stranger.id];
  expect(await claim(ada, '01')).toMatchObject({ is_new: true });
  expect(await claim(bob, '01')).toMatchObject({ is_new: true });
  expect(await claim(ada, '01')).toEqual({ is_new: false, is_same_request: true, answer: { of: ada } });
  expect(await claim(ada, '02')).toMatchObject({ is_new: false, is_same_request: false });
});
