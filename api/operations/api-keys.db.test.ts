import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationBody } from '../../core/api/operations.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { waitUntil } from '../../local/process/wait.ts';
import { createTestApi, startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

type NewKey = OperationBody<'createApiKey'>;
const inOurs = () => ({ org: api.ours.id });
const create = (token: string, body: NewKey) => api.call('createApiKey', { token, params: inOurs(), body });
const refused = (status: number, token: string, body: unknown) =>
  api.refused('createApiKey', status, { token, params: inOurs(), body });
const admin = () => api.ours.users.admin.token;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('a new key', () => {
  it('is answered once, and works', async () => {
    const made = await create(admin(), { name: 'CRM', role: 'agent' });
    expect(made.key).toMatch(/^pk_[\w-]{43}$/);
    expect(made).toMatchObject({
      lastFour: made.key.slice(-4),
      createdBy: api.ours.users.admin.id,
      scopes: null,
    });
    expect((await api.call('getMe', { token: made.key })).memberships[0]?.role).toBe('agent');
    const text = JSON.stringify(await api.call('listApiKeys', { token: admin(), params: inOurs() }));
    expect(text).toContain(made.id);
    expect(text).not.toContain(made.key);
  });

  it('is stored as a hash', async () => {
    const { id, key } = await create(admin(), { name: 'Hashed', role: 'viewer' });
    const [row] = await api.database.sql<{ row: string; hash: Uint8Array }[]>`
      select to_jsonb(k)::text as row, key_hash as hash from public.api_keys k where id = ${id}`;
    expect(row!.row).not.toContain(key);
    expect(row!.hash).toHaveLength(32);
  });

  it('may do what its scopes name, and nothing else', async () => {
    const { key } = await create(admin(), { name: 'Reader', role: 'admin', scopes: ['contacts:read'] });
    await api.call('listContacts', { token: key, params: inOurs() });
    const problem = await api.refused('listFlows', 403, { token: key, params: inOurs() });
    expect(problem.detail).toContain('flows:read');
  });

  it('has an end in the future, and scopes that exist', async () => {
    const body = { name: 'x', role: 'agent' };
    await refused(422, admin(), { ...body, expiresAt: new Date(Date.now() - 1_000).toISOString() });
    await refused(422, admin(), { ...body, scopes: [] });
    await refused(422, admin(), { ...body, scopes: ['contacts:read', 'contacts:read'] });
    await refused(422, admin(), { ...body, scopes: ['everything'] });
  });
});

describe('nobody makes a key that can do more than they', () => {
  it('by its role', async () => {
    expect((await refused(403, admin(), { name: 'x', role: 'owner' })).code).toBe('key_too_strong');
    await create(api.ours.users.owner.token, { name: 'x', role: 'owner' });
    const { key } = await create(admin(), { name: 'Admin', role: 'admin' });
    expect((await refused(403, key, { name: 'x', role: 'owner' })).code).toBe('key_too_strong');
  });

  it('by its scopes or its end, when a key makes it', async () => {
    const scopes: NewKey['scopes'] = ['apiKeys:write', 'contacts:read'];
    const limited = await create(admin(), { name: 'Maker', role: 'admin', scopes, expiresAt: inAnHour() });
    const good = { name: 'x', role: 'viewer', scopes: ['contacts:read'] as NewKey['scopes'] } as const;
    const later = new Date(Date.now() + 7_200_000).toISOString();
    for (const bad of [
      { ...good, expiresAt: later },
      { ...good },
      { name: 'x', role: 'viewer', expiresAt: limited.expiresAt },
      { name: 'x', role: 'viewer', scopes: ['contacts:write'], expiresAt: limited.expiresAt },
    ]) {
      expect((await refused(403, limited.key, bad)).code).toBe('key_too_strong');
    }
    const made = await create(limited.key, { ...good, expiresAt: limited.expiresAt });
    expect(made).toMatchObject({ createdBy: null, createdByKey: limited.id });
  });
});

describe('revoking', () => {
  const revoke = (key: string) => api.call('revokeApiKey', { token: admin(), params: { ...inOurs(), key } });

  it('works at once, for the keys that it made, too, and may be repeated', async () => {
    const maker = await create(admin(), { name: 'Maker', role: 'admin' });
    const child = await create(maker.key, { name: 'Child', role: 'admin' });
    const grandchild = await create(child.key, { name: 'Grandchild', role: 'viewer' });
    const other = await create(admin(), { name: 'Other', role: 'viewer' });
    const first = await revoke(maker.id);
    expect(first.revokedAt).not.toBeNull();
    for (const { key } of [maker, child, grandchild]) await api.refused('getMe', 401, { token: key });
    await api.call('getMe', { token: other.key });
    expect(await revoke(maker.id)).toEqual(first);
  });
});

it('expires at its time', async () => {
  const { id, key } = await create(admin(), { name: 'Short', role: 'viewer', expiresAt: inAnHour() });
  await api.call('getMe', { token: key });
  await api.database.sql`update public.api_keys set expires_at = now() where id = ${id}`;
  await api.refused('getMe', 401, { token: key });
});

it('pages, newest first, and by state', async () => {
  const { token } = api.theirs.users.admin;
  const params = { org: api.theirs.id };
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    ids.unshift((await api.call('createApiKey', { token, params, body: { name, role: 'viewer' } })).id);
  }
  await api.call('revokeApiKey', { token, params: { ...params, key: ids[1]! } });
  const first = await api.call('listApiKeys', { token, params, query: { limit: 2 } });
  const rest = await api.call('listApiKeys', { token, params, query: { cursor: first.nextCursor! } });
  expect([...first.items, ...rest.items].map(({ id }) => id).slice(0, 3)).toEqual(ids);
  const revoked = await api.call('listApiKeys', { token, params, query: { status: 'revoked' } });
  expect(revoked.items.map(({ id }) => id)).toEqual([ids[1]]);
});

it('has at most 100 working keys', async () => {
  const { id: org, users } = api.theirs;
  await api.database.sql`
    insert into public.api_keys (org_id, name, key_hash, role)
    select ${org}, 'n', sha256(n::text::bytea), 'viewer' from generate_series(1, 100) n`;
  const body = { name: 'x', role: 'viewer' };
  const problem = await api.refused('createApiKey', 409, { token: users.admin.token, params: { org }, body });
  expect(problem.code).toBe('too_many_keys');
});

it('knows when a key was last used, and writes it once a minute', async () => {
  const { id, key } = await create(admin(), { name: 'Used', role: 'viewer' });
  const running = await startTestApi(api.database.apiUrl);
  const lastUse = async () => {
    const [row] = await api.database.sql<{ at: Date | null; version: string }[]>`
      select last_used_at as at, xmin::text as version from public.api_keys where id = ${id}`;
    return row!;
  };
  try {
    const headers = { authorization: `Bearer ${key}` };
    await fetch(`${running.url}/v1/me`, { headers });
    await waitUntil(async () => (await lastUse()).at !== null, {
      timeoutMs: 5_000,
      what: 'the use to be noted',
    });
    const { version } = await lastUse();
    await fetch(`${running.url}/v1/me`, { headers });
    await running.stop(); // tells what it has gathered
    expect((await lastUse()).version).toBe(version);
  } finally {
    await running.stop();
  }
});
