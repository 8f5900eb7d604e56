import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { openSecret, secretContext } from '../../platform/secrets/envelope.ts';
import { MASTER_KEY } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let admin: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  admin = api.ours.users.admin.token;
});
afterAll(() => api.close());

const set = (name: string, value: string, token = admin) =>
  api.call('setSecret', { token, params: { org, name }, body: { value } });
const names = async (token = admin) =>
  (await api.call('listSecrets', { token, params: { org } })).items.map(({ name }) => name);

describe('secrets', () => {
  it('are sealed for their place, listed by name and never given back', async () => {
    const answer = await set('CRM_key', '  sk-very-hidden\n');
    expect(answer).toMatchObject({ name: 'crm_key', createdBy: api.ours.users.admin.id });
    const listed = await api.call('listSecrets', { token: api.ours.users.viewer.token, params: { org } });
    expect(listed.items.map(({ name }) => name)).toContain('crm_key');
    expect(JSON.stringify([answer, listed])).not.toContain('hidden');
    const [row] = await api.database.sql`select envelope from private.org_secrets where name = 'crm_key'`;
    const envelope = row!.envelope as Buffer;
    expect(envelope.toString('latin1')).not.toContain('hidden');
    expect(openSecret(MASTER_KEY, secretContext.orgSecret(org, 'crm_key'), envelope)).toBe('sk-very-hidden');
    expect(() => openSecret(MASTER_KEY, secretContext.orgSecret(org, 'other'), envelope)).toThrow();
  });

  it('are replaced by setting them again', async () => {
    await set('again', 'one');
    await set('again', 'two', api.ours.apiKey);
    const rows = await api.database
      .sql`select envelope, created_by from private.org_secrets where name = 'again'`;
    expect(rows).toHaveLength(1);
    expect(rows[0]!.created_by).toBeNull();
    expect(openSecret(MASTER_KEY, secretContext.orgSecret(org, 'again'), rows[0]!.envelope as Buffer)).toBe(
      'two',
    );
  });

  it('are gone once deleted', async () => {
    await set('short-lived', 'x');
    await api.call('deleteSecret', { token: admin, params: { org, name: 'short-lived' } });
    expect(await names()).not.toContain('short-lived');
    await api.refused('deleteSecret', 404, { token: admin, params: { org, name: 'short-lived' } });
  });

  it('are an admin’s to set and delete, and nobody’s outside', async () => {
    await set('guarded', 'x');
    const params = { org, name: 'guarded' };
    for (const role of ['viewer', 'agent'] as const) {
      const { token } = api.ours.users[role];
      await api.refused('setSecret', 403, { token, params, body: { value: 'y' } });
      await api.refused('deleteSecret', 403, { token, params });
    }
    for (const token of [api.stranger.token, api.theirs.users.owner.token]) {
      await api.refused('listSecrets', 404, { token, params: { org } });
      await api.refused('setSecret', 404, { token, params, body: { value: 'y' } });
      await api.refused('deleteSecret', 404, { token, params });
    }
  });

  it('refuse a name or a value that could not be used, without repeating the value', async () => {
    for (const name of ['1st', 'a b', 'ä', 'x'.repeat(64), 'a/b']) {
      await api.refused('setSecret', 422, { token: admin, params: { org, name }, body: { value: 'x' } });
    }
    for (const value of ['', '  ']) {
      await api.refused('setSecret', 422, { token: admin, params: { org, name: 'a' }, body: { value } });
    }
    for (const value of ['two\nlines', 'schlüssel-geheim', 'x'.repeat(8_193)]) {
      const problem = await api.refused('setSecret', 422, {
        token: admin,
        params: { org, name: 'a' },
        body: { value },
      });
      expect(problem).toMatchObject({ code: 'invalid_input', errors: [{ field: 'value' }] });
      expect(JSON.stringify(problem)).not.toMatch(/geheim|two\\nlines/);
    }
  });

  it('are at most a hundred', async () => {
    const there = (await names()).length;
    await api.database.sql`
      insert into private.org_secrets (org_id, name, envelope)
      select ${org}, 'many' || n, decode(repeat('00', 40), 'hex') from generate_series(1, ${100 - there}::int) n`;
    await api.refused('setSecret', 422, {
      token: admin,
      params: { org, name: 'onemore' },
      body: { value: 'x' },
    });
    await set('many1', 'replacing one is fine');
  });
});
