import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../local/testing/database.ts';
import { createTestApi, type CallInput, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

describe('refusals', () => {
  it('answer 404 to unknown paths and methods', async () => {
    const headers = { authorization: `Bearer ${api.ours.apiKey}` };
    for (const [method, path] of [
      ['GET', '/v1'],
      ['GET', '/v1/orgs'],
      ['GET', `/v1/orgs/${api.ours.id}/adverts`],
      ['DELETE', `/v1/orgs/${api.ours.id}/contacts`],
      ['GET', '/v1/%zz'],
      ['POST', '/webhooks/other'],
    ] as const) {
      const response = await fetch(api.url + path, { method, headers });
      expect([path, [400, 404].includes(response.status)]).toEqual([path, true]);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  });

  const token = () => api.ours.users.owner.token;
  const send = (body: unknown, headers: Record<string, string> = {}): CallInput => ({
    token: token(),
    params: { org: api.ours.id },
    body,
    headers,
  });

  it('answer 400 to a body that is not JSON', async () => {
    expect((await api.refused('createContact', 400, send('{"phone":'))).code).toBe('malformed_json');
  });

  it('answer 400 to a body that is nested too deeply', async () => {
    const deep = `{"phone":"+1","attributes":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`;
    await api.refused('createContact', 400, send(deep));
  });

  it('answer 413 to a body over 1.5 MB', async () => {
    const body = JSON.stringify({ phone: 'x'.repeat(1.5 * 1024 * 1024) });
    expect((await api.refused('createContact', 413, send(body))).code).toBe('body_too_large');
  });

  it('answer 415 to a body that isn’t JSON by its own words', async () => {
    const input = send('phone=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect((await api.refused('createContact', 415, input)).code).toBe('unsupported_media_type');
  });

  it('answer 422 to a missing body and name every field at once', async () => {
    const missing = await api.refused('createContact', 422, send(undefined));
    expect(missing.errors?.map(({ field }) => field)).toEqual(['phone']);
    const wrong = await api.refused('createContact', 422, send({ phone: 1, tags: ['ok', 2], extra: true }));
    expect(wrong.errors?.map(({ field }) => field).sort()).toEqual(['extra', 'phone', 'tags.1']);
  });

  it('carry the caller’s request id, or one of ours when that is no id', async () => {
    const mine = await api.refused('getMe', 401, { headers: { 'x-request-id': 'trace-1' } });
    expect(mine.requestId).toBe('trace-1');
    const response = await api.send('getMe', { headers: { 'x-request-id': 'a b<c>' } });
    const problem = (await response.json()) as { requestId: string };
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-request-id')).toBe(problem.requestId);
  });
});

it('takes every name and number that JSON allows without falling over', async () => {
  const odd = [
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    '1e400',
    "'; drop table x; --",
    '%',
    '\\',
    '💥'.repeat(9),
  ];
  for (const text of odd) {
    const attributes = Object.fromEntries([[text.slice(0, 60), text]]);
    const body = JSON.stringify({ attributes, tags: [text] });
    const params = { org: api.ours.id, contact: api.ours.contactId };
    await api.call('updateContact', { token: api.ours.users.owner.token, params, body });
    const query = { search: text };
    await api.call('listContacts', { token: api.ours.users.owner.token, params, query });
  }
});
