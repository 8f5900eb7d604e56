import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
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

const create = (body: Record<string, unknown>) =>
  api.call('createContact', { token: agent, params: { org }, body });

describe('createContact', () => {
  it('keeps number, name, tags, attributes and consent', async () => {
    const contact = await create({
      phone: '+44 20 7946 0018',
      name: 'Grace',
      tags: ['lead', 'lead', 'vip'],
      attributes: { city: 'London', visits: 3, gone: null },
      consent: { marketing: 'granted', source: 'trade fair' },
    });
    expect(contact).toMatchObject({
      name: 'Grace',
      phone: '442079460018',
      country: 'GB',
      tags: ['lead', 'vip'],
      attributes: { city: 'London', visits: 3 },
      marketingConsent: 'granted',
      isSample: false,
    });
    const [consent] = await api.database.sql`
      select state, source, actor from public.consent_events where contact_id = ${contact.id}`;
    expect(consent).toEqual({
      state: 'granted',
      source: 'trade fair',
      actor: `user:${api.ours.users.agent.id}`,
    });
    const events = await api.database.sql`
      select kind, name from public.contact_events where contact_id = ${contact.id} order by kind, name`;
    expect(events.filter(({ kind }) => kind === 'tag_added').map(({ name }) => name as string)).toEqual([
      'lead',
      'vip',
    ]);
  });

  it.each([
    ['1 555 010 3001', '15550103001'],
    ['0049 152 1234 5678', '4915212345678'],
    ['+44 (0)20 7946 0019', '442079460019'],
  ])('reads %s as %s', async (phone, digits) => {
    expect((await create({ phone })).phone).toBe(digits);
  });

  it('knows a number again however it is written, and names the contact that has it', async () => {
    const first = await create({ phone: '+55 11 98765-4321' });
    for (const phone of ['5511987654321', '+55 11 8765 4321']) {
      const problem = await api.refused('createContact', 409, {
        token: agent,
        params: { org },
        body: { phone },
      });
      expect(problem).toMatchObject({ code: 'contact_exists', contactId: first.id });
    }
  });

  it('makes one contact when two requests bring the same number at once', async () => {
    const body = { phone: '+1 555 010 3999' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.send('createContact', { token: agent, params: { org }, body })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('leaves nothing behind when the number is taken', async () => {
    const before = await countContacts();
    await api.refused('createContact', 409, {
      token: agent,
      params: { org },
      body: { phone: api.ours.contactPhone, name: 'Twice' },
    });
    expect(await countContacts()).toBe(before);
  });

  it('may know a number that another organisation also knows', async () => {
    const contact = await create({ phone: api.theirs.contactPhone });
    expect(contact.id).not.toBe(api.theirs.contactId);
  });

  it.each(['hello', '+1 555', '12345678901234567890', '+999 123 4567'])(
    'refuses the number %s',
    async (phone) => {
      const problem = await api.refused('createContact', 422, {
        token: agent,
        params: { org },
        body: { phone },
      });
      expect(problem.errors?.map(({ field }) => field)).toEqual(['phone']);
    },
  );

  it('replaces what Postgres can’t store', async () => {
    const body =
      '{"phone":"+15550103100","name":"a\\u0000b\\ud800c","tags":["t\\u0000"],"attributes":{"k\\u0000":"\\udfff"}}';
    const contact = await api.call('createContact', { token: agent, params: { org }, body });
    expect(contact).toMatchObject({
      name: 'a\ufffdb\ufffdc',
      tags: ['t\ufffd'],
      attributes: { 'k\ufffd': '\ufffd' },
    });
  });
});

describe('updateContact', () => {
  it('merges attributes, removes those that are null and leaves the rest alone', async () => {
    const { id } = await create({ phone: '+1 555 010 4001', attributes: { a: 1, b: 2 }, name: 'Old' });
    const contact = await update(id, { attributes: { b: null, c: true } });
    expect(contact).toMatchObject({ name: 'Old', attributes: { a: 1, c: true } });
  });

  it('sets name, tags and time zone, and clears them', async () => {
    const { id } = await create({ phone: '+1 555 010 4002' });
    expect(await update(id, { name: 'New', tags: ['x'], timeZone: 'Europe/Berlin' })).toMatchObject({
      name: 'New',
      tags: ['x'],
      timeZone: 'Europe/Berlin',
    });
    expect(await update(id, { name: null, tags: [], timeZone: null })).toMatchObject({
      name: null,
      tags: [],
      timeZone: null,
    });
  });

  it('changes nothing when nothing is asked', async () => {
    const { id, updatedAt } = await create({ phone: '+1 555 010 4003' });
    expect((await update(id, {})).updatedAt).toBe(updatedAt);
  });

  it('refuses a time zone that doesn’t exist', async () => {
    const input = {
      token: agent,
      params: { org, contact: api.ours.contactId },
      body: { timeZone: 'Mars/North' },
    };
    expect((await api.refused('updateContact', 422, input)).errors?.[0]?.field).toBe('timeZone');
  });

  it('refuses fields it doesn’t know, by name', async () => {
    const input = {
      token: agent,
      params: { org, contact: api.ours.contactId },
      body: { consent: 1, phone: '1' },
    };
    const problem = await api.refused('updateContact', 422, input);
    expect(problem.errors?.map(({ field }) => field).sort()).toEqual(['consent', 'phone']);
  });

  const update = (contact: string, body: Record<string, unknown>) =>
    api.call('updateContact', { token: agent, params: { org, contact }, body });
});

describe('listContacts', () => {
  const list = (query: Record<string, string | number>) =>
    api.call('listContacts', { token: agent, params: { org }, query });

  it('pages through everybody once, newest first, also when times are equal', async () => {
    await api.database.sql`
      insert into public.contacts (org_id, name, created_at)
      select ${org}, 'Bulk ' || n, now() - interval '1 day' from generate_series(1, 25) n`;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const stored = await api.database.sql<{ id: string }[]>`
      select id from public.contacts where org_id = ${org} order by created_at desc, id desc`;
    expect(seen).toEqual(stored.map(({ id }) => id));
  });

  it('finds by part of the name, by digits and by tag', async () => {
    const { id } = await create({ phone: '+1 555 010 5001', name: 'Zora 100% Neale', tags: ['findable'] });
    const queries: Record<string, string>[] = [
      { search: 'zora' },
      { search: '% neale' },
      { search: '0105001' },
      { tag: 'findable' },
    ];
    for (const query of queries) {
      expect((await list(query)).items.map((contact) => contact.id)).toEqual([id]);
    }
    expect((await list({ search: 'nobody of this name' })).items).toEqual([]);
  });

  it('searches page by page, each contact once, by name, number and tag together', async () => {
    await api.database.sql`
      with made as (
        insert into public.contacts (org_id, name, tags, created_at)
        select ${org}, case when n % 2 = 0 then 'Quentin ' else 'Uma Quirk ' end || n,
          case when n % 3 = 0 then '{third}'::text[] else '{}' end, now() - interval '3 years' - n * interval '1 hour'
        from generate_series(1, 700) n returning id, org_id, substring(name from '[0-9]+') as n)
      insert into public.contact_identities (org_id, contact_id, kind, value)
      select org_id, id, kind, '88' || lpad(n, 10, '0') from made, unnest(array['wa_id', 'phone']) kind`;
    const found = async (query: Record<string, string>) => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({
          ...query,
          limit: 90,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      return seen.length;
    };
    expect(await found({ search: '880000' })).toBe(700);
    expect(await found({ search: '88000000000' })).toBe(9);
    expect(await found({ search: 'quirk' })).toBe(350);
    expect(await found({ search: 'Quentin 69' })).toBe(5);
    expect(await found({ search: 'quirk', tag: 'third' })).toBe(117);
    expect(await found({ tag: 'third' })).toBe(233);
    expect(await found({ search: 'qu' })).toBe(700); // words that begin so
    expect(await found({ search: 'ir' })).toBe(0);
  });

  it('treats an empty search as none', async () => {
    expect((await list({ search: '', limit: 1 })).items).toHaveLength(1);
  });

  it.each(['xyz', 'e30', Buffer.from('["2026-99-99 00:00:00+00","x"]').toString('base64url'), '%00'])(
    'refuses the cursor %s',
    async (cursor) => {
      const problem = await api.refused('listContacts', 422, {
        token: agent,
        params: { org },
        query: { cursor },
      });
      expect(problem.errors?.[0]?.field).toBe('cursor');
    },
  );

  it('refuses a well-formed cursor with an impossible time', async () => {
    const key = ['2026-99-99 00:00:00+00', api.ours.contactId];
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
    await api.refused('listContacts', 422, { token: agent, params: { org }, query: { cursor } });
  });

  it.each([{ limit: 0 }, { limit: 101 }, { limit: 'many' }])('refuses %o', async (query) => {
    const problem = await api.refused('listContacts', 422, { token: agent, params: { org }, query });
    expect(problem.errors?.[0]?.field).toBe('limit');
  });
});

describe('getContact', () => {
  it('answers the contact', async () => {
    const { contactId, contactPhone } = api.ours;
    const contact = await api.call('getContact', { token: agent, params: { org, contact: contactId } });
    expect(contact).toMatchObject({ id: contactId, name: 'Ada of Ours', phone: contactPhone });
  });

  it('takes ids in upper case', async () => {
    const params = { org: org.toUpperCase(), contact: api.ours.contactId.toUpperCase() };
    expect((await api.call('getContact', { token: api.ours.apiKey, params })).id).toBe(api.ours.contactId);
  });
});

async function countContacts(): Promise<number> {
  const [row] = await api.database.sql<{ n: number }[]>`
    select count(*)::int as n from public.contacts where org_id = ${org}`;
  return row!.n;
}
