import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../core/api/schemas.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { createApiKey, createConversation, createUser, type TestUser } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

const params = (user: TestUser) => ({ org: api.ours.id, member: user.id });
const change = (by: string, user: TestUser, role: Role) => ({
  token: by,
  params: params(user),
  body: { role },
});

/** Everybody has their own role again, and nobody else belongs. */
beforeEach(async () => {
  const { sql } = api.database;
  for (const role of ['owner', 'admin', 'agent', 'viewer'] as const) {
    await sql`
      insert into public.org_members (org_id, user_id, role) values (${api.ours.id}, ${api.ours.users[role].id}, ${role})
      on conflict on constraint org_members_pkey do update set role = ${role}`;
  }
  const ids = Object.values(api.ours.users).map(({ id }) => id);
  await sql`delete from public.org_members where org_id = ${api.ours.id} and user_id <> all (${ids})`;
});

async function secondOwner(): Promise<TestUser> {
  const user = await createUser(api.database.sql, 'second-owner');
  await api.database
    .sql`insert into public.org_members (org_id, user_id, role) values (${api.ours.id}, ${user.id}, 'owner')`;
  return user;
}

async function roleOf(user: TestUser): Promise<Role | null> {
  const [row] = await api.database.sql<{ role: Role }[]>`
    select role from public.org_members where org_id = ${api.ours.id} and user_id = ${user.id}`;
  return row?.role ?? null;
}

describe('the list', () => {
  it('shows members by name, with mail address, role and teams, page by page', async () => {
    const token = api.ours.users.viewer.token;
    const first = await api.call('listMembers', { token, params: { org: api.ours.id }, query: { limit: 3 } });
    const rest = await api.call('listMembers', {
      token,
      params: { org: api.ours.id },
      query: { limit: 3, cursor: first.nextCursor! },
    });
    const members = [...first.items, ...rest.items];
    expect(members.map(({ name }) => name)).toEqual(['admin-1', 'agent-1', 'owner-1', 'viewer-1']);
    expect(members[2]).toMatchObject({ email: api.ours.users.owner.email, role: 'owner', teamIds: [] });
    expect(rest.nextCursor).toBeNull();
  });

  it('holds nobody of another organisation', async () => {
    const { items } = await api.call('listMembers', { token: api.ours.apiKey, params: { org: api.ours.id } });
    const theirs = new Set(Object.values(api.theirs.users).map(({ id }) => id));
    expect(items.filter(({ userId }) => theirs.has(userId))).toEqual([]);
  });
});

describe('roles', () => {
  it('below owner are for admins to give', async () => {
    const { admin, agent, viewer } = api.ours.users;
    expect(await api.call('updateMember', change(admin.token, agent, 'admin'))).toMatchObject({
      role: 'admin',
    });
    expect(await api.call('updateMember', change(api.ours.apiKey, viewer, 'agent'))).toMatchObject({
      role: 'agent',
    });
    expect((await api.call('getMe', { token: viewer.token })).memberships[0]?.role).toBe('agent');
  });

  it('of owners are for owners only, to give and to take', async () => {
    const { owner, admin, agent } = api.ours.users;
    await api.refused('updateMember', 403, change(admin.token, agent, 'owner'));
    await api.refused('updateMember', 403, change(admin.token, admin, 'owner'));
    await api.refused('updateMember', 403, change(admin.token, owner, 'viewer'));
    await api.refused('removeMember', 403, { token: admin.token, params: params(owner) });
    expect(await api.call('updateMember', change(owner.token, agent, 'owner'))).toMatchObject({
      role: 'owner',
    });
    expect(await api.call('updateMember', change(owner.token, agent, 'viewer'))).toMatchObject({
      role: 'viewer',
    });
  });

  it('are nobody else’s business', async () => {
    const { agent, viewer } = api.ours.users;
    await api.refused('updateMember', 403, change(agent.token, viewer, 'agent'));
    await api.refused('updateMember', 404, change(api.theirs.users.owner.token, viewer, 'agent'));
    await api.refused(
      'updateMember',
      404,
      change(api.ours.users.owner.token, api.theirs.users.viewer, 'agent'),
    );
    expect(await roleOf(viewer)).toBe('viewer');
  });
});

describe('the last owner', () => {
  it('can’t leave, be removed or become less', async () => {
    const { owner } = api.ours.users;
    const org = api.ours.id;
    expect((await api.refused('leaveOrganization', 409, { token: owner.token, params: { org } })).code).toBe(
      'last_owner',
    );
    expect((await api.refused('removeMember', 409, { token: owner.token, params: params(owner) })).code).toBe(
      'last_owner',
    );
    expect((await api.refused('updateMember', 409, change(owner.token, owner, 'admin'))).code).toBe(
      'last_owner',
    );
    const key = await createApiKey(api.database.sql, org, { role: 'owner' });
    await api.refused('removeMember', 409, { token: key, params: params(owner) });
  });

  it('stays even when somebody writes to the table itself', async () => {
    const { sql } = api.database;
    const org = api.ours.id;
    const attempts = [
      sql`delete from public.org_members where org_id = ${org}`,
      sql`update public.org_members set role = 'admin' where org_id = ${org}`,
      sql`delete from auth.users where id = ${api.ours.users.owner.id}`,
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'PA020' });
  });

  it.each(['leave', 'demote', 'remove each other'])('is one of two who %s at once', async (way) => {
    for (let round = 0; round < 5; round += 1) {
      const pair = [api.ours.users.owner, await secondOwner()] as const;
      const answers = await Promise.all(
        pair.map((one, i) => {
          const other = pair[1 - i]!;
          if (way === 'leave')
            return api.send('leaveOrganization', { token: one.token, params: { org: api.ours.id } });
          if (way === 'demote') return api.send('updateMember', change(one.token, one, 'agent'));
          return api.send('removeMember', { token: one.token, params: params(other) });
        }),
      );
      const statuses = answers.map(({ status }) => status).sort();
      // Who was removed first is told that there is nothing here, or that they may not.
      expect(statuses[0]).toBe(200);
      expect([403, 404, 409]).toContain(statuses[1]);
      const roles = await Promise.all(pair.map(roleOf));
      expect(roles.filter((role) => role === 'owner')).toHaveLength(1);
      await api.database.sql`
        insert into public.org_members (org_id, user_id, role) values (${api.ours.id}, ${pair[0].id}, 'owner')
        on conflict on constraint org_members_pkey do update set role = 'owner'`;
      await api.database.sql`delete from public.org_members where user_id = ${pair[1].id}`;
    }
  });
});

describe('the end of a membership', () => {
  it('ends access at once, and takes the person off conversations and teams', async () => {
    const { admin, agent } = api.ours.users;
    const org = api.ours.id;
    const conversation = api.ours.conversationId;
    await api.call('createTeam', {
      token: admin.token,
      params: { org },
      body: { name: 'Night', memberIds: [agent.id] },
    });
    await api.call('updateConversation', {
      token: agent.token,
      params: { org, conversation },
      body: { assigneeId: agent.id },
    });
    await api.call('removeMember', { token: admin.token, params: params(agent) });
    await api.refused('getConversation', 404, { token: agent.token, params: { org, conversation } });
    expect((await api.call('getMe', { token: agent.token })).memberships).toEqual([]);
    const after = await api.call('getConversation', { token: admin.token, params: { org, conversation } });
    expect(after.assigneeId).toBeNull();
    const teams = await api.call('listTeams', { token: admin.token, params: { org } });
    expect(teams.items.find(({ name }) => name === 'Night')?.memberIds).toEqual([]);
    await api.refused('removeMember', 404, { token: admin.token, params: params(agent) });
  });

  it('is told on the organisation’s channel, with an id and nothing more', async () => {
    const { viewer } = api.ours.users;
    await api.call('leaveOrganization', { token: viewer.token, params: { org: api.ours.id } });
    const [told] = await api.database.sql<
      { topic: string; payload: Record<string, unknown>; private: boolean }[]
    >`
      select topic, payload - 'id' as payload, private from realtime.messages
      where event = 'membership_revoked' and payload ->> 'userId' = ${viewer.id}`;
    expect(told).toEqual({
      topic: `org:${api.ours.id}:inbox`,
      payload: { userId: viewer.id },
      private: true,
    });
  });

  it('tells of the conversations that become nobody’s as one change', async () => {
    const { sql } = api.database;
    const { admin, agent } = api.ours.users;
    for (const phone of ['15550107001', '15550107002', '15550107003']) {
      const { conversationId } = await createConversation(sql, api.ours, { phone });
      await sql`update public.conversations set assignee_id = ${agent.id} where id = ${conversationId}`;
    }
    const told = () => sql<{ payload: object }[]>`
      select payload - 'id' as payload from realtime.messages where event = 'conversations' order by inserted_at`;
    const before = (await told()).length;
    await api.call('removeMember', { token: admin.token, params: params(agent) });
    expect((await told()).slice(before).map(({ payload }) => payload)).toEqual([{}]);
  });

  it('is anybody’s own decision, but not a key’s', async () => {
    const { viewer } = api.ours.users;
    const left = await api.call('leaveOrganization', {
      token: viewer.token,
      params: { org: api.ours.id },
      headers: { 'idempotency-key': 'leave-1' },
    });
    expect(left).toEqual({ userId: viewer.id });
    const refused = await api.refused('leaveOrganization', 403, {
      token: api.ours.apiKey,
      params: { org: api.ours.id },
    });
    expect(refused.code).toBe('people_only');
  });
});
