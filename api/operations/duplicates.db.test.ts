/** Who may be one person, who was said not to be, and what merging makes of that. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Contact } from '../../core/api/schemas.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createMessage } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let agent: string;
let org: string;
let serial = 0;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  agent = api.ours.users.agent.token;
  org = api.ours.id;
});
beforeEach(() => api.database.sql`update public.contacts set attributes = '{}', name = null`);
afterAll(() => api.close());

const create = (body: Record<string, unknown> = {}) =>
  api.call('createContact', {
    token: agent,
    params: { org },
    body: { phone: `1555061${String((serial += 1)).padStart(4, '0')}`, ...body },
  });
/** So many contacts with one mail address, the oldest first. */
const sharing = (email: string, count: number) =>
  Array.from({ length: count }).reduce<Promise<Contact[]>>(
    async (before, _) => [...(await before), await create({ attributes: { email } })],
    Promise.resolve([]),
  );
const page = (query: Record<string, string | number> = {}, token = agent) =>
  api.call('listDuplicateContacts', { token, params: { org }, query });
/** The groups as ids. */
const groups = async () => (await page()).items.map(({ contacts }) => contacts.map(({ id }) => id));
const pairsOf = (...pairs: [Contact, Contact][]) => ({
  pairs: pairs.map(([one, other]) => ({ contactId: one.id, otherId: other.id })),
});
const dismiss = (...pairs: [Contact, Contact][]) =>
  api.call('dismissDuplicates', { token: agent, params: { org }, body: pairsOf(...pairs) });
const merge = (into: Contact, from: Contact) =>
  api.call('mergeContact', {
    token: agent,
    params: { org, contact: into.id },
    body: { contactId: from.id },
  });
const stored = () => api.database.sql<{ contact_id: string; other_id: string }[]>`
  select contact_id, other_id from public.dismissed_duplicates where org_id = ${org}`;

describe('suggestions of duplicates', () => {
  it('name people with one mail address, or with one name and one end of the number, page by page', async () => {
    const twins = [
      await create({ attributes: { email: 'Twin@Example.com' } }),
      await create({ attributes: { email: 'twin@example.com' } }),
    ];
    const same = [
      await create({ phone: '+49 1512 3456789', name: 'Zoe Same' }),
      await create({ phone: '+44 7913 456789', name: 'zoe same' }),
    ];
    await create({ phone: '+33 6 13 45 67 89', name: 'Zoe Other' });
    const found: { reason: string; shared: string; ids: string[] }[] = [];
    let cursor: string | null = null;
    do {
      const answer: Awaited<ReturnType<typeof page>> = await page({
        limit: 1,
        ...(cursor ? { cursor } : {}),
      });
      for (const { reason, shared, contacts } of answer.items)
        found.push({ reason, shared, ids: contacts.map(({ id }) => id) });
      cursor = answer.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual([
      { reason: 'email', shared: 'twin@example.com', ids: twins.map(({ id }) => id) },
      { reason: 'nameAndPhone', shared: '3456789', ids: same.map(({ id }) => id) },
    ]);
  });

  it('show every number of each and when the last message was', async () => {
    const { sql } = api.database;
    const [one] = await sharing('facts@example.com', 1);
    const { contactId, conversationId } = api.ours;
    await sql`update public.contacts set attributes = '{"email":"facts@example.com"}' where id = ${contactId}`;
    await createMessage(sql, api.ours, { contactId, conversationId }, { text: 'Newest' });
    await api.call('addContactPhone', {
      token: agent,
      params: { org, contact: one!.id },
      body: { phone: '+1 555 061 9999' },
    });
    const [group] = (await page()).items;
    const facts = new Map(group!.contacts.map((contact) => [contact.id, contact]));
    expect(facts.get(one!.id)).toMatchObject({
      phones: [`+${one!.phone}`, '+15550619999'],
      lastMessageAt: null,
    });
    const [thread] = await sql<{ at: Date }[]>`
      select last_message_at as at from public.conversations where id = ${conversationId}`;
    expect(facts.get(contactId)?.lastMessageAt).toBe(thread!.at.toISOString());
  });
});

describe('a dismissed pair', () => {
  it('is not suggested again to anybody, whichever way round it is given and however often', async () => {
    const [one, other] = await sharing('pair@example.com', 2);
    expect(await groups()).toEqual([[one!.id, other!.id]]);
    expect(await dismiss([other!, one!], [one!, other!])).toEqual({ changed: 1 });
    expect(await dismiss([one!, other!])).toEqual({ changed: 0 });
    expect((await page({}, api.ours.users.owner.token)).items).toEqual([]);
    await api.call('updateContact', {
      token: agent,
      params: { org, contact: one!.id },
      body: { name: 'Changed' },
    });
    expect(await groups()).toEqual([]);
  });

  it('leaves the rest of a larger group together', async () => {
    const [a, b, c] = await sharing('three@example.com', 3);
    await dismiss([a!, b!]);
    // Each of them may still be the third.
    expect(await groups()).toEqual([[a!.id, b!.id, c!.id]]);
    await dismiss([a!, c!]);
    expect(await groups()).toEqual([[b!.id, c!.id]]);
  });

  it('makes room for those of a large group about whom nothing was said', async () => {
    const people = await sharing('office@example.com', 12);
    const shown = people.slice(0, 10);
    expect(await groups()).toEqual([shown.map(({ id }) => id)]);
    await dismiss(
      ...shown.flatMap((one, n) => shown.slice(n + 1).map((other): [Contact, Contact] => [one, other])),
    );
    const [next] = await groups();
    expect(next).toEqual(expect.arrayContaining(people.slice(10).map(({ id }) => id)));
  });

  it('doesn’t cut a page short', async () => {
    const [a, b] = await sharing('a@example.com', 2);
    const [c, d] = await sharing('b@example.com', 2);
    await dismiss([a!, b!]);
    const { items, nextCursor } = await page({ limit: 1 });
    expect(items.map(({ contacts }) => contacts.map(({ id }) => id))).toEqual([[c!.id, d!.id]]);
    expect(nextCursor).toBeNull();
  });

  it('is suggested again when somebody takes it back', async () => {
    const [one, other] = await sharing('back@example.com', 2);
    await dismiss([one!, other!]);
    const input = { token: agent, params: { org }, body: pairsOf([other!, one!]) };
    expect(await api.call('restoreDuplicates', input)).toEqual({ changed: 1 });
    expect(await groups()).toEqual([[one!.id, other!.id]]);
  });

  it('stands in the audit log', async () => {
    const [one, other] = await sharing('log@example.com', 2);
    await dismiss([one!, other!]);
    const { items } = await api.call('listAudit', {
      token: api.ours.users.admin.token,
      params: { org },
      query: { subject: 'dismissedDuplicate', limit: 1 },
    });
    expect(items).toMatchObject([{ action: 'created', actor: { id: api.ours.users.agent.id } }]);
    expect([one!.id, other!.id]).toContain(items[0]!.contactId);
  });

  it('is of two contacts of the organisation', async () => {
    const [one] = await sharing('own@example.com', 1);
    for (const otherId of [one!.id, randomUUID(), api.theirs.contactId]) {
      const body = { pairs: [{ contactId: one!.id, otherId }] };
      const refused = await api.refused('dismissDuplicates', 422, { token: agent, params: { org }, body });
      expect(refused.errors?.[0]?.field).toBe('pairs');
    }
    const theirs = { pairs: [{ contactId: api.theirs.contactId, otherId: one!.id }] };
    const { token } = api.theirs.users.owner;
    await api.refused('dismissDuplicates', 404, { token, params: { org }, body: theirs });
    await api.refused('dismissDuplicates', 422, { token, params: { org: api.theirs.id }, body: theirs });
  });

  it('of one organisation says nothing about another', async () => {
    const [one, other] = await sharing('both@example.com', 2);
    await dismiss([one!, other!]);
    const input = {
      token: api.theirs.users.owner.token,
      params: { org: api.theirs.id },
      body: pairsOf([one!, other!]),
    };
    expect(await api.call('restoreDuplicates', input)).toEqual({ changed: 0 });
    expect(await groups()).toEqual([]);
  });
});

describe('merging', () => {
  it('hands on with whom the contact is not the same person', async () => {
    const [a, b, c] = await sharing('merge@example.com', 3);
    await dismiss([b!, c!]);
    await merge(a!, b!);
    expect(await groups()).toEqual([]);
    const [low, high] = [a!.id, c!.id].sort();
    expect(await stored()).toContainEqual({ contact_id: low, other_id: high });
  });

  it('leaves no pair of a contact that is gone, and none twice', async () => {
    const [a, b, c] = await sharing('gone@example.com', 3);
    // People change their minds: these two are one after all.
    await dismiss([a!, b!], [a!, c!], [b!, c!]);
    await merge(a!, b!);
    const left = (await stored()).filter((pair) =>
      [a!.id, b!.id, c!.id].some((id) => id === pair.contact_id || id === pair.other_id),
    );
    const [low, high] = [a!.id, c!.id].sort();
    expect(left).toEqual([{ contact_id: low, other_id: high }]);
  });
});
