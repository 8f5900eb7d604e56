import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import type { Contact } from '../../core/api/schemas.ts';
import { createConversation, createMessage } from '../testing/fixtures.ts';
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
afterAll(() => api.close());

const create = (body: Record<string, unknown> = {}) =>
  api.call('createContact', { token: agent, params: { org }, body: { phone: number(), ...body } });
const merge = (into: string, from: string) =>
  api.call('mergeContact', {
    token: agent,
    params: { org, contact: into },
    body: { contactId: from },
  });
const preview = (into: string, from: string) =>
  api.call('previewContactMerge', {
    token: agent,
    params: { org, contact: into },
    body: { contactId: from },
  });
const number = () => `1555060${String((serial += 1)).padStart(4, '0')}`;

describe('merging two contacts', () => {
  it('unites profile, tags and attributes; what the one that stays has wins, and the preview says so', async () => {
    const into = await create({ name: 'Ada', tags: ['a', 'b'], attributes: { city: 'Rome', n: 1 } });
    const from = await create({ name: 'A. L.', tags: ['b', 'c'], attributes: { city: 'Paris', vip: true } });
    const before = await preview(into.id, from.id);
    expect(before.dropped).toEqual([
      { field: 'name', kept: 'Ada', dropped: 'A. L.' },
      { field: 'attributes.city', kept: 'Rome', dropped: 'Paris' },
    ]);
    const after = await merge(into.id, from.id);
    expect(after).toMatchObject({
      id: into.id,
      name: 'Ada',
      tags: ['a', 'b', 'c'],
      attributes: { city: 'Rome', n: 1, vip: true },
    });
    expect(comparable(before.contact)).toEqual(comparable(after));
    const { items } = await identities(into.id);
    expect(items).toEqual(before.identities);
    expect(items.filter(({ kind }) => kind === 'phone')).toHaveLength(2);
  });

  it('answers the old id with the new one, also after a second merge', async () => {
    const [a, b, c] = [await create(), await create(), await create()];
    await merge(b.id, a.id);
    await merge(c.id, b.id);
    for (const old of [a.id, b.id]) {
      const problem = await api.refused('getContact', 404, { token: agent, params: { org, contact: old } });
      expect(problem).toMatchObject({ code: 'not_found', mergedInto: c.id });
      const event = { name: 'order.paid' };
      const params = { org, contact: old };
      const late = await api.refused('reportContactEvent', 404, { token: agent, params, body: event });
      expect(late['mergedInto']).toBe(c.id);
    }
  });

  it('joins conversations on the same number and takes the others over', async () => {
    const thread = await createConversation(api.database.sql, api.ours, { phone: number(), name: 'In' });
    const other = await createConversation(api.database.sql, api.ours, { phone: number(), name: 'Out' });
    await createMessage(api.database.sql, api.ours, thread, { text: 'one' });
    await createMessage(api.database.sql, api.ours, other, { text: 'two' });
    await api.database
      .sql`update public.conversations set window_expires_at = null where id = ${thread.conversationId}`;
    expect((await preview(thread.contactId, other.contactId)).conversations).toEqual({ moved: 0, joined: 1 });
    await merge(thread.contactId, other.contactId);
    const list = await api.call('listConversations', {
      token: agent,
      params: { org },
      query: { contactId: thread.contactId },
    });
    expect(list.items).toMatchObject([{ id: thread.conversationId, unreadCount: 2 }]);
    expect(list.items[0]!.windowExpiresAt).not.toBeNull();
    const messages = await api.call('listConversationMessages', {
      token: agent,
      params: { org, conversation: thread.conversationId },
    });
    expect(messages.items.map(({ text }) => text).sort()).toEqual(['one', 'two']);
    const outbox = await api.database.sql`
      select topic, payload -> 'windowSeq' as seq from private.outbox where key = ${thread.conversationId}`;
    expect([...outbox]).toEqual([{ topic: 'conversationWindow', seq: 1 }]);
  });

  it('takes along segments, dates that were acted upon, events and what flows wait for', async () => {
    const { sql } = api.database;
    const [into, from] = [await create({ tags: ['x'] }), await create({ tags: ['y'] })];
    const segment = randomUUID();
    await sql`
      insert into public.segments (id, org_id, name, rules, members_since)
      values (${segment}, ${org}, ${segment}, '{"kind":"all","of":[]}', now())`;
    await sql`
      insert into public.segment_members (org_id, segment_id, contact_id, since) values (${org}, ${segment}, ${from.id}, now())`;
    const event = { name: 'order.paid', key: 'same' };
    for (const contact of [into.id, from.id])
      await api.call('reportContactEvent', { token: agent, params: { org, contact }, body: event });
    await merge(into.id, from.id);
    expect(await sql`select 1 from public.segment_members where contact_id = ${into.id}`).toHaveLength(1);
    const events = await sql<{ kind: string; name: string }[]>`
      select kind, name from public.contact_events where contact_id = ${into.id} order by id`;
    expect(events.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'tag_added x',
      'tag_added y', // of the other contact, as it happened then; the union itself is no event
      'api_event order.paid',
      'api_event order.paid',
      `merged ${from.id}`,
    ]);
  });

  it('knows every table that points at contacts', async () => {
    const tables = await api.database.sql<{ name: string }[]>`
      select distinct conrelid::regclass::text as name from pg_constraint
      where confrelid = 'public.contacts'::regclass and contype = 'f' order by 1`;
    // A new one has to be moved by private.merge_contacts, else the merge deletes its rows.
    expect(tables.map(({ name }) => name.replace('public.', ''))).toEqual(
      [
        'campaign_recipients', // moved by its own trigger on contact_merges
        'contact_events',
        'contact_identities',
        'conversations',
        'dismissed_duplicates', // moved by its own trigger on contact_merges
        'flow_runs',
        // Goes with the contact: what an import did to one who was merged since can't be undone.
        'private.import_contacts',
        'private.trigger_occurrences',
        'segment_members',
      ].sort(),
    );
  });

  it('refuses a contact with itself and one that is not there', async () => {
    const { id } = await create();
    for (const contactId of [id, randomUUID(), api.theirs.contactId]) {
      const input = { token: agent, params: { org, contact: id }, body: { contactId } };
      expect((await api.refused('mergeContact', 422, input)).errors?.[0]?.field).toBe('contactId');
    }
  });

  it('is done once when it is asked for many times at once, both ways round', async () => {
    const [a, b] = [await create(), await create()];
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => {
        const [into, from] = n % 2 === 0 ? [a, b] : [b, a];
        const params = { org, contact: into.id };
        return api.send('mergeContact', { token: agent, params, body: { contactId: from.id } });
      }),
    );
    for (const { status } of answers) expect([200, 404, 422]).toContain(status);
    const left = await api.database.sql<{ id: string }[]>`
      select id from public.contacts where id in (${a.id}, ${b.id})`;
    expect(left).toHaveLength(1);
    expect((await identities(left[0]!.id)).items.filter(({ kind }) => kind === 'phone')).toHaveLength(2);
  });

  it('moves ten thousand messages in a request', async () => {
    const thread = await createConversation(api.database.sql, api.ours, { phone: number() });
    const other = await createConversation(api.database.sql, api.ours, { phone: number() });
    await api.database.sql`
      insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, text, status,
        status_rank, source, created_at)
      select gen_random_uuid(), ${org}, ${other.conversationId}, ${other.contactId}, ${api.ours.phoneNumberId}, 'inbound', 'text', 'x',
        'received', 0, 'contact', now() - n * interval '1 minute' from generate_series(1, 10000) n`;
    await merge(thread.contactId, other.contactId);
    const [row] = await api.database.sql<{ n: number }[]>`
      select count(*)::int as n from public.messages where conversation_id = ${thread.conversationId}`;
    expect(row!.n).toBe(10_000);
  });
});

describe('numbers of a contact', () => {
  it('are added, listed and taken away in every way of writing', async () => {
    const contact = await create();
    const params = { org, contact: contact.id };
    await api.call('addContactPhone', { token: agent, params, body: { phone: '+55 11 98765-0001' } });
    await api.call('addContactPhone', { token: agent, params, body: { phone: '+55 11 8765-0001' } });
    const phones = async () =>
      (await identities(contact.id)).items.filter(({ kind }) => kind === 'phone').map(({ value }) => value);
    expect(await phones()).toContain('+5511987650001');
    await api.call('removeContactPhone', { token: agent, params: { ...params, phone: '551187650001' } });
    expect(await phones()).toEqual([`+${contact.phone}`]);
    const last = { token: agent, params: { ...params, phone: contact.phone! } };
    expect((await api.refused('removeContactPhone', 409, last)).code).toBe('last_identity');
  });

  it('belong to one contact', async () => {
    const [one, other] = [await create(), await create()];
    const input = { token: agent, params: { org, contact: other.id }, body: { phone: one.phone! } };
    expect(await api.refused('addContactPhone', 409, input)).toMatchObject({
      code: 'contact_exists',
      contactId: one.id,
    });
  });

  it.each([
    ['+55 11 98765-1111', ['5511987651111', '+55 11 8765-1111']],
    ['+52 1 55 1234 5678', ['525512345678', '5215512345678']],
    ['+54 9 11 2345 6789', ['541123456789', '+54 9 11 2345-6789']],
  ])('%s is found by each of its spellings, and never twice', async (phone, spellings) => {
    const { id } = await create({ phone });
    for (const search of spellings) {
      const found = await api.call('listContacts', { token: agent, params: { org }, query: { search } });
      expect(found.items.map((item) => item.id)).toEqual([id]);
      const again = { token: agent, params: { org }, body: { phone: search } };
      expect((await api.refused('createContact', 409, again))['contactId']).toBe(id);
    }
  });
});

describe('the timeline', () => {
  it('has everything once, newest first, across pages of any size and with equal times', async () => {
    const { contactId, conversationId } = await createConversation(api.database.sql, api.ours, {
      phone: number(),
    });
    const { sql } = api.database;
    const at = new Date('2026-11-01T12:00:00Z');
    for (let n = 0; n < 6; n += 1)
      await createMessage(sql, api.ours, { contactId, conversationId }, { text: `m${n}`, createdAt: at });
    await sql`
      insert into public.contact_events (org_id, contact_id, kind, name, created_at)
      select ${org}, ${contactId}, 'api_event', 'e' || n, ${at}::timestamptz + (n % 3) * interval '1 day' from generate_series(1, 12) n`;
    await sql`
      insert into public.consent_events (org_id, contact_id, state, source, at)
      select ${org}, ${contactId}, 'granted', 'form ' || n, ${at} from generate_series(1, 5) n`;
    await addRun(contactId, conversationId, at);
    const whole = await timeline(contactId, { limit: 100 });
    expect(whole.items).toHaveLength(6 + 12 + 5 + 2);
    expect(new Set(whole.items.map(({ id }) => id)).size).toBe(25);
    const times = whole.items.map((item) => item.at);
    expect(times).toEqual(times.toSorted().reverse());
    for (const limit of [1, 2, 7]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof timeline>> = await timeline(contactId, {
          limit,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(whole.items.map(({ id }) => id));
    }
    const flows = await timeline(contactId, { kind: 'flow' });
    expect(flows.items.map((item) => item.kind === 'flow' && item.what)).toEqual(['ended', 'started']);
  });

  it('answers fast for a contact with ten thousand entries, wherever one reads', async () => {
    const { contactId, conversationId } = await createConversation(api.database.sql, api.ours, {
      phone: number(),
    });
    const { sql } = api.database;
    await sql`
      insert into public.contact_events (org_id, contact_id, kind, name, created_at)
      select ${org}, ${contactId}, 'api_event', 'e', now() - n * interval '1 minute' from generate_series(1, 5000) n`;
    await sql`
      insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, text, status,
        status_rank, source, created_at)
      select gen_random_uuid(), ${org}, ${conversationId}, ${contactId}, ${api.ours.phoneNumberId}, 'inbound', 'text', 'x', 'received',
        0, 'contact', now() - n * interval '1 minute' from generate_series(1, 5000) n`;
    await sql`analyze public.messages, public.contact_events`;
    const middle = ['2000-01-01 00:00:00+00', 1, randomUUID()];
    const cursors = [undefined, Buffer.from(JSON.stringify(middle)).toString('base64url')];
    await timeline(contactId, {});
    for (const cursor of cursors) {
      const startedAt = performance.now();
      await timeline(contactId, cursor ? { cursor } : {});
      expect(performance.now() - startedAt).toBeLessThan(200); // about 10 ms on an idle machine
    }
  });

  const timeline = (contact: string, query: Record<string, string | number>) =>
    api.call('getContactTimeline', { token: agent, params: { org, contact }, query });

  async function addRun(contactId: string, conversationId: string, at: Date) {
    const [flow, version, run] = [randomUUID(), randomUUID(), randomUUID()];
    const { sql } = api.database;
    await sql`insert into public.flows (id, org_id, name, draft, draft_hash) values (${flow}, ${org}, 'F', '{}', 'x')`;
    await sql`
      insert into public.flow_versions (id, org_id, flow_id, number, doc, hash) values (${version}, ${org}, ${flow}, 1, '{}', 'x')`;
    await sql`
      insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state,
        workflow_id, status, started_at, ended_at)
      values (${run}, ${org}, ${flow}, ${version}, ${contactId}, ${conversationId}, 'n', '{}', ${run}, 'completed', ${at}, ${at})`;
  }
});

describe('a tag', () => {
  it('is renamed and removed at everybody, as an event of each', async () => {
    const admin = api.ours.users.admin.token;
    const [one, both] = [await create({ tags: ['olde'] }), await create({ tags: ['olde', 'newe'] })];
    const renamed = await api.call('renameTag', {
      token: admin,
      params: { org },
      body: { tag: 'olde', newTag: 'newe' },
    });
    expect(renamed).toEqual({ changed: 2, isDone: true });
    for (const { id } of [one, both]) {
      expect((await api.call('getContact', { token: agent, params: { org, contact: id } })).tags).toEqual([
        'newe',
      ]);
    }
    await api.call('removeTag', { token: admin, params: { org }, body: { tag: 'newe' } });
    const fields = await api.call('listContactFields', { token: agent, params: { org } });
    expect(fields.tags.filter((tag) => /e$/.test(tag) && /olde|newe/.test(tag))).toEqual([]);
  });
});

function identities(contact: string) {
  return api.call('listContactIdentities', { token: agent, params: { org, contact } });
}

function comparable({ updatedAt: _, phone: __, ...contact }: Contact) {
  return contact;
}
