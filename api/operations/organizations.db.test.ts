import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignStatuses } from '../../core/campaigns/statuses.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createUser } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

describe('a new organisation', () => {
  it('belongs to who made it, with an address made of its name', async () => {
    const { token } = await createUser(api.database.sql, 'founder');
    const made = await api.call('createOrganization', {
      token,
      body: { name: 'Café Größe & Co', timeZone: 'Europe/Berlin' },
    });
    expect(made).toMatchObject({ role: 'owner', org: { name: 'Café Größe & Co', slug: 'cafe-gro-e-co' } });
    const again = await api.call('createOrganization', { token, body: { name: 'Café Größe & Co' } });
    expect(again.org.slug).toMatch(/^cafe-gro-e-co-[0-9a-f]{6}$/);
    const nameless = await api.call('createOrganization', { token, body: { name: '日本' } });
    expect(nameless.org.slug).toBe('workspace');
    const settings = await api.call('getOrganization', { token, params: { org: made.org.id } });
    expect(settings.timeZone).toBe('Europe/Berlin');
    expect((await api.call('getMe', { token })).memberships).toHaveLength(3);
  });

  it('is one of 20 that a person owns at most, however many are asked for at once', async () => {
    const { token } = await createUser(api.database.sql, 'collector');
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        api.send('createOrganization', { token, body: { name: `Org ${n}` } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect((await api.refused('createOrganization', 409, { token, body: { name: 'One more' } })).code).toBe(
      'organization_limit',
    );
  });

  it('is made by a person whom Auth knows', async () => {
    await api.refused('createOrganization', 401, { body: { name: 'X' } });
    const refused = await api.refused('createOrganization', 403, {
      token: api.ours.apiKey,
      body: { name: 'X' },
    });
    expect(refused.code).toBe('people_only');
    await api.database.sql`delete from auth.users where id = ${api.stranger.id}`;
    await api.refused('createOrganization', 403, { token: api.stranger.token, body: { name: 'X' } });
  });
});

describe('deleting an organisation', () => {
  it('needs an owner who repeats its name', async () => {
    const params = { org: api.theirs.id };
    const { owner, admin } = api.theirs.users;
    await api.refused('deleteOrganization', 403, {
      token: admin.token,
      params,
      query: { confirm: 'Theirs' },
    });
    await api.refused('deleteOrganization', 422, {
      token: owner.token,
      params,
      query: { confirm: 'theirs' },
    });
    await api.refused('deleteOrganization', 422, { token: owner.token, params });
    await api.call('getOrganization', { token: owner.token, params });
  });

  it('ends all access and its campaigns at once and asks for its rows to go, everything that hangs on it', async () => {
    const { id: org, users, apiKey } = api.theirs;
    const { sql } = api.database;
    for (const status of campaignStatuses)
      await sql`
        insert into public.campaigns (org_id, name, doc, status, phone_number_id)
        values (${org}, ${status}, '{}', ${status}, ${api.theirs.phoneNumberId})`;
    await sql`
      insert into consent_events (org_id, contact_id, purpose, state, source, actor, evidence, at)
      select ${org}, id, 'marketing', 'granted', 'import', 'import:test', '{}', now() from contacts where org_id = ${org} limit 1`;
    await api.call('deleteOrganization', {
      token: users.owner.token,
      params: { org },
      query: { confirm: 'Theirs' },
    });
    for (const token of [users.owner.token, users.viewer.token]) {
      await api.refused('getOrganization', 404, { token, params: { org } });
      expect((await api.call('getMe', { token })).memberships).toEqual([]);
    }
    await api.refused('getMe', 401, { token: apiKey });
    expect(await sql`select topic, key from private.outbox where topic = 'organizationPurge'`).toEqual([
      { topic: 'organizationPurge', key: org },
    ]);
    // Their workflows sleep, a paused one's for ever: they are woken, and find that nothing more is to be sent.
    expect(
      await sql`
        select c.name, c.status, c.ended_at is not null as "isOver" from private.outbox o
        join public.campaigns c on c.id::text = o.key and o.payload ->> 'orgId' = c.org_id::text
        where o.topic = 'campaign' order by c.name`,
    ).toEqual(
      ['paused', 'running', 'scheduled'].map((name) => ({ name, status: 'cancelled', isOver: true })),
    );
    const worker = (limit: number) =>
      sql.begin(async (tx) => {
        await tx`set local role parley_worker`;
        const [row] = await tx<
          { more: boolean }[]
        >`select private.purge_organization(${org}, ${limit}) as more`;
        return row!.more;
      });
    let slices = 1;
    while (await worker(1)) slices += 1;
    expect(slices).toBeGreaterThan(3);
    const tables = await sql<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_attribute t join pg_class c on c.oid = t.attrelid
      where t.attname = 'org_id' and c.relkind = 'r' and not t.attisdropped and c.relname !~ '^audit_'
        and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)`;
    for (const { name } of tables) {
      expect([name, ...(await sql.unsafe(`select org_id from ${name} where org_id = $1`, [org]))]).toEqual([
        name,
      ]);
    }
    expect(await sql`select id from public.organizations where id = ${org}`).toEqual([]);
    expect(await sql`select id from public.organizations where id = ${api.ours.id}`).toHaveLength(1);
  });

  it('never touches one that nobody deleted', async () => {
    const [row] = await api.database.sql<
      { more: boolean }[]
    >`select private.purge_organization(${api.ours.id}, 100) as more`;
    expect(row!.more).toBe(false);
    await api.call('getContact', {
      token: api.ours.users.viewer.token,
      params: { org: api.ours.id, contact: api.ours.contactId },
    });
  });
});
