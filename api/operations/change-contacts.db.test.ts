import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BulkResult } from '../../core/api/bulk.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let agent: string;
let admin: string;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  agent = api.ours.users.agent.token;
  admin = api.ours.users.admin.token;
});
afterAll(() => api.close());

interface Someone {
  tags?: string[];
  attributes?: Record<string, string | number>;
}

/** Contacts in the order of their ids. */
async function people(...all: Someone[]): Promise<string[]> {
  const rows = all.map(({ tags = [], attributes = {} }) => ({
    id: randomUUID(),
    org_id: org,
    tags,
    attributes,
  }));
  for (const { id, tags, attributes } of rows)
    await api.database.sql`
      insert into public.contacts (id, org_id, tags, attributes) values (${id}, ${org}, ${tags}, ${api.database.sql.json(attributes)})`;
  return rows.map(({ id }) => id);
}
const change = (body: Record<string, unknown>, token = agent): Promise<BulkResult> =>
  api.call('changeContacts', { token, params: { org }, body });
const eventsOf = async (ids: string[], kind: string) => {
  const rows = await api.database.sql<{ contact: string; name: string }[]>`
    select contact_id as contact, name from public.contact_events where contact_id = any (${ids}) and kind = ${kind} order by id`;
  return rows.map(({ contact, name }) => [ids.indexOf(contact), name]);
};
async function tagsOf(ids: string[]): Promise<string[][]> {
  const found = await Promise.all(
    ids.map((contact) => api.call('getContact', { token: agent, params: { org, contact } })),
  );
  return found.map(({ tags }) => tags);
}

describe('many contacts at once', () => {
  it('get a tag; those who had it are left alone, and each of the others has an event that starts flows', async () => {
    const ids = await people({}, { tags: ['vip', 'old'] }, { tags: ['old'] });
    expect(await change({ action: 'addTag', contacts: ids, tag: ' vip ' })).toEqual({
      changed: 2,
      unchanged: 1,
      notFound: 0,
    });
    expect(await tagsOf(ids)).toEqual([['vip'], ['vip', 'old'], ['old', 'vip']]);
    expect((await eventsOf(ids, 'tag_added')).filter(([, name]) => name === 'vip').sort()).toEqual([
      [0, 'vip'],
      [1, 'vip'],
      [2, 'vip'],
    ]);
  });

  it('lose a tag', async () => {
    const ids = await people({ tags: ['a', 'b'] }, { tags: ['b'] });
    expect(await change({ action: 'removeTag', contacts: ids, tag: 'a' })).toEqual({
      changed: 1,
      unchanged: 1,
      notFound: 0,
    });
    expect(await tagsOf(ids)).toEqual([['b'], ['b']]);
    expect(await eventsOf(ids, 'tag_removed')).toEqual([[0, 'a']]);
  });

  it('get attributes, read as their definitions say; null removes one', async () => {
    await api.call('createAttributeDefinition', {
      token: admin,
      params: { org },
      body: { key: 'seats', label: 'Seats', type: 'number' },
    });
    const ids = await people({ attributes: { city: 'Oslo' } }, { attributes: { seats: 4 } });
    const attributes = { seats: '4', city: null };
    expect(await change({ action: 'setAttributes', contacts: ids, attributes })).toEqual({
      changed: 1,
      unchanged: 1,
      notFound: 0,
    });
    const { attributes: after } = await api.call('getContact', {
      token: agent,
      params: { org, contact: ids[0]! },
    });
    expect(after).toEqual({ seats: 4 });
    const input = {
      token: agent,
      params: { org },
      body: { action: 'setAttributes', contacts: ids, attributes: { seats: 'many' } },
    };
    expect((await api.refused('changeContacts', 422, input)).errors?.[0]?.field).toBe('attributes.seats');
  });

  it('are noted as refusing or allowing something, each in the ledger, by whom and with which proof', async () => {
    const ids = await people({}, {}, {});
    const note = (contacts: string[], state: string) =>
      change({
        action: 'recordConsent',
        contacts,
        purpose: 'marketing',
        state,
        source: 'Fair',
        proof: { text: 'Signed list' },
      });
    expect(await note([ids[0]!], 'denied')).toEqual({ changed: 1, unchanged: 0, notFound: 0 });
    expect(await note([ids[1]!], 'granted')).toEqual({ changed: 1, unchanged: 0, notFound: 0 });
    // A list takes nobody's no back, and says nothing that was said before.
    expect(await note(ids, 'granted')).toEqual({ changed: 1, unchanged: 2, notFound: 0 });
    const ledger = await api.database.sql`
      select contact_id as who, state, source, actor, evidence from public.consent_events where contact_id = any (${ids}) order by id`;
    const entry = {
      source: 'Fair',
      actor: `user:${api.ours.users.agent.id}`,
      evidence: { text: 'Signed list' },
    };
    expect([...ledger].map(({ who, ...rest }) => ({ ...rest, who: ids.indexOf(who as string) }))).toEqual([
      { who: 0, state: 'denied', ...entry },
      { who: 1, state: 'granted', ...entry },
      { who: 2, state: 'granted', ...entry },
    ]);
    const states = await api.database.sql`
      select marketing_consent as state from public.contacts where id = any (${ids}) order by array_position(${ids}::uuid[], id)`;
    expect(states.map(({ state }) => state as string)).toEqual(['denied', 'granted', 'granted']);
  });

  it('count once, and as not found when they are nobody here', async () => {
    const [mine] = await people({});
    const contacts = [mine!, mine!, mine!.toUpperCase(), api.theirs.contactId, randomUUID()];
    const before = await api.database.sql`select * from public.contacts where org_id = ${api.theirs.id}`;
    expect(await change({ action: 'addTag', contacts, tag: 'x' })).toEqual({
      changed: 1,
      unchanged: 0,
      notFound: 2,
    });
    const after = await api.database.sql`select * from public.contacts where org_id = ${api.theirs.id}`;
    expect([...after]).toEqual([...before]);
  });

  it('are at most 500, and are changed by who may change one', async () => {
    const contacts = Array.from({ length: 501 }, () => randomUUID());
    const input = (some: string[], token = agent) => ({
      token,
      params: { org },
      body: { action: 'addTag', contacts: some, tag: 'x' },
    });
    await api.refused('changeContacts', 422, input(contacts));
    await api.refused('changeContacts', 422, input([]));
    await api.refused('changeContacts', 403, input(await people({}), api.ours.users.viewer.token));
  });

  it('leave one entry in the audit log that says how many and who, and none where nothing changed', async () => {
    const ids = await people({}, {});
    for (const contacts of [ids, ids]) await change({ action: 'addTag', contacts, tag: 'audited' });
    const { items } = await api.call('listAudit', {
      token: admin,
      params: { org },
      query: { subject: 'contact' },
    });
    const entries = items.filter(({ after }) => after['tag'] === 'audited');
    expect(entries).toMatchObject([
      { action: 'addTag', actor: { id: api.ours.users.agent.id }, after: { contacts: 2, tag: 'audited' } },
    ]);
  });

  it('are changed by several requests at once that name them in other orders', async () => {
    const ids = await people(...Array.from({ length: 60 }, () => ({})));
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        change({ action: 'addTag', contacts: n % 2 === 0 ? ids : ids.toReversed(), tag: `t${n % 4}` }),
      ),
    );
    expect(results.reduce((sum, { changed }) => sum + changed, 0)).toBe(4 * ids.length);
  });
});

describe('erasing many people', () => {
  const erase = (contacts: string[], token = admin) =>
    api.call('eraseContacts', { token, params: { org }, body: { contacts, reason: 'request' } });

  it('starts an erasure of its own for each; who is being erased already stays with the first', async () => {
    const [first, second] = await people({}, {});
    expect(await erase([first!])).toEqual({ changed: 1, unchanged: 0, notFound: 0 });
    const contacts = [first!, second!, second!, api.theirs.contactId, randomUUID()];
    expect(await erase(contacts)).toEqual({ changed: 1, unchanged: 1, notFound: 2 });
    const asked = await api.database.sql`
      select count(*)::int as n from public.erasures e join private.outbox o on o.topic = 'contactErasure' and o.key = e.id::text
      where e.contact_id = any (${[first!, second!]}) and e.requested_by = ${`user:${api.ours.users.admin.id}`}`;
    expect([...asked]).toEqual([{ n: 2 }]);
    const theirs = await api.database.sql`select 1 from public.erasures where org_id = ${api.theirs.id}`;
    expect(theirs).toHaveLength(0);
  });

  it('is asked for by several requests at once that name them in other orders', async () => {
    const ids = await people(...Array.from({ length: 100 }, () => ({})));
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) => erase(n % 2 === 0 ? ids : ids.toReversed())),
    );
    expect(results.reduce((sum, { changed }) => sum + changed, 0)).toBe(ids.length);
  });

  it('is for admins', async () => {
    const contacts = await people({});
    await api.refused('eraseContacts', 403, { token: agent, params: { org }, body: { contacts } });
  });
});
