import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Note } from '../../core/api/notes.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createApiKey, createConversation } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let org: string;
let agent: string;
let admin: string;
let serial = 0;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  org = api.ours.id;
  agent = api.ours.users.agent.token;
  admin = api.ours.users.admin.token;
});
afterAll(() => api.close());

const number = () => `1555070${String((serial += 1)).padStart(4, '0')}`;
const thread = () => createConversation(api.database.sql, api.ours, { phone: number(), name: 'Grace' });
const write = (conversation: string, text: string, token = agent, rest: object = {}): Promise<Note> =>
  api.call('createNote', { token, params: { org, conversation }, body: { text, ...rest } });
const at = (note: Note) => ({ org, conversation: note.conversationId, note: note.id });
const textsOf = async (conversation: string) =>
  (await api.call('listNotes', { token: agent, params: { org, conversation } })).items.map(
    ({ text }) => text,
  );

describe('a note', () => {
  it('says who wrote it: a member, a key, a flow', async () => {
    const { conversationId: conversation, contactId } = await thread();
    const { users } = api.ours;
    const byMember = await write(conversation, ' Call her back ');
    expect(byMember).toMatchObject({
      text: 'Call her back',
      mentions: [],
      author: { kind: 'user', id: users.agent.id, name: 'agent-1' },
      editedAt: null,
    });
    const key = await createApiKey(api.database.sql, org, { role: 'agent' });
    expect((await write(conversation, 'From the shop', key)).author).toMatchObject({
      kind: 'apiKey',
      name: 'Test key',
    });
    const run = await api.database.sql<{ id: string }[]>`
      with flow as (insert into public.flows (org_id, name, draft, draft_hash) values (${org}, 'Welcome', '{}', 'x') returning id),
      version as (insert into public.flow_versions (org_id, flow_id, number, doc, hash) select ${org}, id, 1, '{}', 'x' from flow returning id, flow_id)
      insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state, workflow_id)
      select gen_random_uuid(), ${org}, flow_id, id, ${contactId}, ${conversation}, 'n', '{}', gen_random_uuid()::text from version returning id`;
    await api.database.sql`
      insert into public.conversation_notes (org_id, conversation_id, text, author_kind, author_id)
      values (${org}, ${conversation}, 'She asks for a person', 'flow', ${run[0]!.id})`;
    const { items } = await api.call('listNotes', {
      token: api.ours.users.viewer.token,
      params: { org, conversation },
    });
    expect(items.map(({ author }) => [author.kind, author.name])).toEqual([
      ['flow', 'Welcome'],
      ['apiKey', 'Test key'],
      ['user', 'agent-1'],
    ]);
  });

  it('is listed newest first, page by page', async () => {
    const { conversationId: conversation } = await thread();
    for (const n of [1, 2, 3, 4, 5]) await write(conversation, `Note ${n}`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, ...(cursor ? { cursor } : {}) };
      const page = await api.call('listNotes', { token: agent, params: { org, conversation }, query });
      seen.push(...page.items.map(({ text }) => text));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(['Note 5', 'Note 4', 'Note 3', 'Note 2', 'Note 1']);
  });

  it('names colleagues, each once, and nobody else', async () => {
    const { conversationId: conversation } = await thread();
    const { owner, admin: boss } = api.ours.users;
    const note = await write(conversation, '@owner please', agent, {
      mentions: [owner.id, boss.id, owner.id.toUpperCase()],
    });
    expect(note.mentions).toEqual([owner.id, boss.id]);
    for (const other of [api.theirs.users.agent.id, api.stranger.id]) {
      const problem = await api.refused('createNote', 422, {
        token: agent,
        params: { org, conversation },
        body: { text: 'x', mentions: [other] },
      });
      expect(problem.errors?.[0]?.field).toBe('mentions');
    }
  });

  it('has words, and no more than 4,000 characters of them', async () => {
    const { conversationId: conversation } = await thread();
    for (const text of ['', '  ', 'x'.repeat(4_001)])
      await api.refused('createNote', 422, { token: agent, params: { org, conversation }, body: { text } });
    expect((await write(conversation, 'x'.repeat(4_000))).text).toHaveLength(4_000);
  });

  it('can be written when the 24-hour window is closed, and changes nothing of the conversation', async () => {
    const { conversationId: conversation } = await thread();
    await api.database
      .sql`update public.conversations set window_expires_at = null where id = ${conversation}`;
    const params = { org, conversation };
    const before = await api.call('getConversation', { token: agent, params });
    await write(conversation, 'Wait for her');
    expect(await api.call('getConversation', { token: agent, params })).toEqual(before);
    const { items } = await api.call('listConversationMessages', { token: agent, params });
    expect(items).toEqual([]);
  });

  it('is told to those who look at the conversation, by ids alone', async () => {
    const { conversationId: conversation } = await thread();
    const note = await write(conversation, 'Secret words');
    await api.call('updateNote', { token: agent, params: at(note), body: { text: 'Other words' } });
    await api.call('deleteNote', { token: agent, params: at(note) });
    const hints = await api.database.sql`
      select event, payload - 'id' as payload from realtime.messages where topic = ${`org:${org}:inbox`} and event = 'notes'
        and payload -> 'conversationIds' ? ${conversation}`;
    expect([...hints]).toEqual(
      Array(3).fill({ event: 'notes', payload: { conversationIds: [conversation] } }),
    );
  });
});

describe('changing a note', () => {
  it('is up to who wrote it', async () => {
    const note = await write((await thread()).conversationId, 'First');
    const change = { params: at(note), body: { text: 'Second' } };
    for (const token of [
      admin,
      api.ours.users.owner.token,
      await createApiKey(api.database.sql, org, { role: 'owner' }),
    ])
      expect((await api.refused('updateNote', 403, { token, ...change })).code).toBe('not_the_author');
    const changed = await api.call('updateNote', { token: agent, ...change });
    expect(changed.text).toBe('Second');
    expect(changed.editedAt).not.toBeNull();
    expect(await api.call('getNote', { token: admin, params: at(note) })).toEqual(changed);
  });

  it('is refused on what was changed since', async () => {
    const note = await write((await thread()).conversationId, 'First');
    const etag = (await api.send('getNote', { token: agent, params: at(note) })).headers.get('etag')!;
    const change = (text: string) => ({
      token: agent,
      params: at(note),
      body: { text },
      headers: { 'if-match': etag },
    });
    await api.call('updateNote', change('Second'));
    await api.refused('updateNote', 412, change('Third'));
    await api.refused('deleteNote', 412, { token: agent, params: at(note), headers: { 'if-match': etag } });
    expect((await api.call('getNote', { token: agent, params: at(note) })).text).toBe('Second');
  });

  it('is no longer up to somebody who lost the role', async () => {
    const { viewer } = api.ours.users;
    const { sql } = api.database;
    const role = (to: string) =>
      sql`update public.org_members set role = ${to}::public.org_role where org_id = ${org} and user_id = ${viewer.id}`;
    await role('agent');
    const note = await write((await thread()).conversationId, 'First', viewer.token);
    await role('viewer');
    await api.refused('updateNote', 403, { token: viewer.token, params: at(note), body: { text: 'x' } });
    await api.refused('deleteNote', 403, { token: viewer.token, params: at(note) });
  });
});

describe('deleting a note', () => {
  it('is up to who wrote it, and to admins', async () => {
    const { conversationId: conversation } = await thread();
    const [mine, boss] = [await write(conversation, 'Mine'), await write(conversation, 'Theirs', admin)];
    expect((await api.refused('deleteNote', 403, { token: agent, params: at(boss) })).code).toBe(
      'not_the_author',
    );
    expect(await api.call('deleteNote', { token: admin, params: at(mine) })).toEqual(mine);
    await api.call('deleteNote', { token: admin, params: at(boss) });
    expect(await textsOf(conversation)).toEqual([]);
    await api.refused('deleteNote', 404, { token: admin, params: at(mine) });
  });

  it('is in the audit log with whose it was, and without a word of it; so is a change', async () => {
    const note = await write((await thread()).conversationId, 'Unspeakable');
    await api.call('updateNote', { token: agent, params: at(note), body: { text: 'Unmentionable' } });
    await api.call('deleteNote', { token: admin, params: at(note) });
    const { items } = await api.call('listAudit', {
      token: admin,
      params: { org },
      query: { subject: 'note' },
    });
    expect(items.filter(({ subjectId }) => subjectId === note.id).map(({ action }) => action)).toEqual([
      'deleted',
      'changed',
    ]);
    expect(JSON.stringify(items)).toContain(api.ours.users.agent.id);
    expect(JSON.stringify(items)).not.toMatch(/Unspeakable|Unmentionable/);
  });
});

it('two contacts that become one have the notes of both', async () => {
  const [into, from] = [await thread(), await thread()];
  await write(into.conversationId, 'Of the first');
  await write(from.conversationId, 'Of the second');
  await api.call('mergeContact', {
    token: agent,
    params: { org, contact: into.contactId },
    body: { contactId: from.contactId },
  });
  expect(await textsOf(into.conversationId)).toEqual(['Of the second', 'Of the first']);
});
