import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

const asAdmin = (body?: unknown, more: Record<string, string> = {}) => ({
  token: api.ours.users.admin.token,
  params: { org: api.ours.id, ...more },
  body,
});

describe('a team', () => {
  it('has a name of its own and members, is changed and deleted', async () => {
    const { agent, viewer } = api.ours.users;
    const team = await api.call('createTeam', asAdmin({ name: 'Support', memberIds: [agent.id, agent.id] }));
    expect(team).toMatchObject({ name: 'Support', memberIds: [agent.id] });
    expect((await api.refused('createTeam', 409, asAdmin({ name: 'support' }))).code).toBe('team_exists');
    const changed = await api.call(
      'updateTeam',
      asAdmin({ name: 'Care', memberIds: [viewer.id] }, { team: team.id }),
    );
    expect(changed).toMatchObject({ name: 'Care', memberIds: [viewer.id] });
    const members = await api.call('listMembers', asAdmin());
    expect(members.items.find(({ userId }) => userId === viewer.id)?.teamIds).toEqual([team.id]);
    await api.call('deleteTeam', asAdmin(undefined, { team: team.id }));
    expect((await api.call('listTeams', asAdmin())).items).toEqual([]);
  });

  it('takes no stranger and nobody of another organisation', async () => {
    for (const id of [api.stranger.id, api.theirs.users.agent.id]) {
      const refused = await api.refused('createTeam', 422, asAdmin({ name: 'Odd', memberIds: [id] }));
      expect(refused.errors?.[0]?.field).toBe('memberIds');
    }
    expect((await api.call('listTeams', asAdmin())).items).toEqual([]);
  });
});

describe('a conversation', () => {
  it('can be a team’s, is found by it, and stays when the team goes', async () => {
    const { token } = api.ours.users.agent;
    const params = { org: api.ours.id, conversation: api.ours.conversationId };
    const team = await api.call('createTeam', asAdmin({ name: 'Sales' }));
    const changed = await api.call('updateConversation', { token, params, body: { teamId: team.id } });
    expect(changed.teamId).toBe(team.id);
    const ofTeam = async (teamId: string) =>
      (
        await api.call('listConversations', { token, params: { org: api.ours.id }, query: { teamId } })
      ).items.map(({ id }) => id);
    expect(await ofTeam(team.id)).toEqual([api.ours.conversationId]);
    expect(await ofTeam(api.ours.id)).toEqual([]);
    await api.call('deleteTeam', asAdmin(undefined, { team: team.id }));
    expect((await api.call('getConversation', { token, params })).teamId).toBeNull();
  });

  it('is never a foreign team’s, or a foreign person’s', async () => {
    const foreign = await api.call('createTeam', {
      token: api.theirs.users.admin.token,
      params: { org: api.theirs.id },
      body: { name: 'Theirs' },
    });
    const { token } = api.ours.users.agent;
    const params = { org: api.ours.id, conversation: api.ours.conversationId };
    for (const body of [
      { teamId: foreign.id },
      { assigneeId: api.theirs.users.agent.id },
      { assigneeId: api.ours.users.viewer.id },
    ]) {
      await api.refused('updateConversation', 422, { token, params, body });
    }
    const { sql } = api.database;
    const past = sql`update public.conversations set team_id = ${foreign.id} where id = ${api.ours.conversationId}`;
    await expect(past).rejects.toMatchObject({ code: '23503' });
  });
});
