/** What members made while they had the right to, after they have lost it: API keys and invitations. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../core/api/schemas.ts';
import { waitUntil } from '../../local/process/wait.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { deriveToken, tokenContext } from '../../platform/secrets/derive-token.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { createUser, MASTER_KEY, type TestUser } from '../testing/fixtures.ts';
import { createApiPool } from '../testing/past-the-check.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
/** Whose rights end, in every test anew. */
let maker: TestUser;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

beforeEach(async () => {
  maker = await createUser(api.database.sql, 'maker');
  await join(maker, 'admin');
});

const org = () => api.ours.id;
const owner = () => api.ours.users.owner.token;

const join = (user: TestUser, role: Role) =>
  api.database
    .sql`insert into public.org_members (org_id, user_id, role) values (${org()}, ${user.id}, ${role})`;

const setRole = (role: Role, by = owner()) =>
  api.call('updateMember', { token: by, params: { org: org(), member: maker.id }, body: { role } });

const remove = () => api.call('removeMember', { token: owner(), params: { org: org(), member: maker.id } });

const makeKey = (token: string, role: Role, more: object = {}) =>
  api.call('createApiKey', { token, params: { org: org() }, body: { name: `${role} key`, role, ...more } });

const takeOver = (key: string, token = owner()) => ({ token, params: { org: org(), key } });

async function listed(key: string, status: string) {
  const { items } = await api.call('listApiKeys', {
    token: owner(),
    params: { org: org() },
    query: { status },
  });
  return items.find(({ id }) => id === key) ?? null;
}

async function invite(token: string, role: Role): Promise<{ guest: TestUser; secret: string; id: string }> {
  const guest = await createUser(api.database.sql, 'guest');
  await api.call('createInvitations', {
    token,
    params: { org: org() },
    body: { emails: [guest.email], role },
  });
  const [row] = await api.database.sql<{ id: string; nonce: string }[]>`
    select id, nonce from public.org_invitations where email = ${guest.email} order by created_at desc limit 1`;
  return {
    guest,
    id: row!.id,
    secret: deriveToken(MASTER_KEY, tokenContext.invitation(row!.id, row!.nonce)),
  };
}

const accepting = ({ guest, secret }: Awaited<ReturnType<typeof invite>>) => ({
  token: guest.token,
  body: { token: secret },
});

describe('a key of somebody who was demoted', () => {
  it('does no more than they, at once, and has its role again when they have theirs', async () => {
    const { id, key } = await makeKey(maker.token, 'admin');
    await setRole('viewer');
    await api.call('listContacts', { token: key, params: { org: org() } });
    await api.refused('listAudit', 403, { token: key, params: { org: org() } });
    const body = { name: 'x', role: 'viewer' };
    await api.refused('createApiKey', 403, { token: key, params: { org: org() }, body });
    const invitation = { emails: ['x@fixture.test'], role: 'viewer' };
    await api.refused('createInvitations', 403, { token: key, params: { org: org() }, body: invitation });
    expect((await api.call('getMe', { token: key })).memberships[0]?.role).toBe('viewer');
    expect(await listed(id, 'active')).toMatchObject({ role: 'admin', effectiveRole: 'viewer' });
    await setRole('admin');
    await api.call('listAudit', { token: key, params: { org: org() } });
  });

  it('can’t touch an owner any more when it was an owner’s', async () => {
    await setRole('owner');
    const { key } = await makeKey(maker.token, 'owner');
    await setRole('admin');
    const params = { org: org(), member: api.ours.users.owner.id };
    await api.refused('removeMember', 403, { token: key, params });
    await api.refused('updateMember', 403, { token: key, params, body: { role: 'viewer' } });
    await api.refused('deleteOrganization', 403, {
      token: key,
      params: { org: org() },
      body: { name: 'Ours' },
    });
  });

  it('that was below their role anyway stays as it is', async () => {
    const { id } = await makeKey(maker.token, 'viewer');
    await setRole('agent');
    expect(await listed(id, 'active')).toMatchObject({ effectiveRole: 'viewer' });
  });
});

describe('a key of somebody who was removed', () => {
  it('is refused at once, and so are the keys that it made', async () => {
    const parent = await makeKey(maker.token, 'admin');
    const child = await makeKey(parent.key, 'admin');
    const grandchild = await makeKey(child.key, 'viewer');
    expect(grandchild).toMatchObject({ createdByKey: child.id, actsFor: maker.id });
    await remove();
    for (const { key, id } of [parent, child, grandchild]) {
      await api.refused('getMe', 401, { token: key });
      expect(await listed(id, 'stopped')).toMatchObject({ effectiveRole: null, revokedAt: null });
      expect(await listed(id, 'active')).toBeNull();
    }
    await join(maker, 'viewer');
    expect((await api.call('getMe', { token: grandchild.key })).memberships[0]?.role).toBe('viewer');
  });

  it('is refused when their account is deleted', async () => {
    const { id, key } = await makeKey(maker.token, 'admin');
    await api.database.sql`delete from auth.users where id = ${maker.id}`;
    await api.refused('getMe', 401, { token: key });
    expect(await listed(id, 'stopped')).toMatchObject({ createdBy: null, actsFor: maker.id });
  });

  it('is refused when they leave by themselves', async () => {
    const { key } = await makeKey(maker.token, 'agent');
    await api.call('leaveOrganization', { token: maker.token, params: { org: org() } });
    await api.refused('getMe', 401, { token: key });
  });

  it('is found by whom it acts for, before they go', async () => {
    const mine = await makeKey(maker.token, 'agent');
    await makeKey(owner(), 'agent');
    const query = { actsFor: maker.id, status: 'active' };
    const { items } = await api.call('listApiKeys', { token: owner(), params: { org: org() }, query });
    expect(items.map(({ id }) => id)).toEqual([mine.id]);
  });
});

describe('taking a key over', () => {
  it('makes it and those that it made work again, for the one who did it, and is audited', async () => {
    const parent = await makeKey(maker.token, 'admin');
    const child = await makeKey(parent.key, 'viewer');
    await remove();
    const taken = await api.call('takeOverApiKey', takeOver(parent.id));
    const me = api.ours.users.owner.id;
    expect(taken).toMatchObject({ createdBy: me, actsFor: me, effectiveRole: 'admin' });
    await api.call('listAudit', { token: parent.key, params: { org: org() } });
    expect((await api.call('getMe', { token: child.key })).memberships[0]?.role).toBe('viewer');
    const query = { subjectId: parent.id, action: 'changed' };
    const audit = await api.call('listAudit', { token: owner(), params: { org: org() }, query });
    expect(audit.items[0]).toMatchObject({
      actor: { id: me },
      before: { actsFor: maker.id },
      after: { actsFor: me },
    });
  });

  it('parts a key from the one that made it, so that it outlives that one', async () => {
    const parent = await makeKey(maker.token, 'admin');
    const child = await makeKey(parent.key, 'viewer');
    expect(await api.call('takeOverApiKey', takeOver(child.id))).toMatchObject({ createdByKey: null });
    await api.call('revokeApiKey', takeOver(parent.id));
    await remove();
    await api.call('getMe', { token: child.key });
  });

  it('is for people whose role is not below the key’s, and for keys that have not ended', async () => {
    await setRole('owner');
    const strong = await makeKey(maker.token, 'owner');
    await remove();
    const { admin, agent } = api.ours.users;
    expect((await api.refused('takeOverApiKey', 403, takeOver(strong.id, admin.token))).code).toBe(
      'key_too_strong',
    );
    await api.refused('takeOverApiKey', 403, takeOver(strong.id, agent.token));
    expect((await api.refused('takeOverApiKey', 403, takeOver(strong.id, api.ours.apiKey))).code).toBe(
      'people_only',
    );
    await api.refused('takeOverApiKey', 404, takeOver(strong.id, api.theirs.users.owner.token));
    await api.call('revokeApiKey', takeOver(strong.id));
    expect((await api.refused('takeOverApiKey', 409, takeOver(strong.id))).code).toBe('key_ended');
  });
});

describe('an open invitation', () => {
  it.each(['removed', 'demoted'])('of somebody who was %s is revoked with it', async (way) => {
    const invitation = await invite(maker.token, 'viewer');
    const byKey = await invite((await makeKey(maker.token, 'admin')).key, 'viewer');
    const other = await invite(owner(), 'viewer');
    if (way === 'removed') await remove();
    else await setRole('agent');
    for (const one of [invitation, byKey])
      expect((await api.refused('acceptInvitation', 410, accepting(one))).code).toBe('invitation_revoked');
    const [row] = await api.database.sql<{ at: Date | null }[]>`
      select revoked_at as at from public.org_invitations where id = ${invitation.id}`;
    expect(row!.at).not.toBeNull();
    await api.call('acceptInvitation', accepting(other));
  });

  it('that makes an owner is revoked when the owner who gave it becomes an admin; others stay', async () => {
    await setRole('owner');
    const strong = await invite(maker.token, 'owner');
    const weak = await invite(maker.token, 'admin');
    await setRole('admin');
    expect((await api.refused('acceptInvitation', 410, accepting(strong))).code).toBe('invitation_revoked');
    await api.call('acceptInvitation', accepting(weak));
  });

  it('of a key ends with the key', async () => {
    const { id, key } = await makeKey(owner(), 'admin');
    const invitation = await invite(key, 'viewer');
    await api.call('revokeApiKey', takeOver(id));
    expect((await api.refused('acceptInvitation', 410, accepting(invitation))).code).toBe(
      'invitation_revoked',
    );
  });

  it('that nobody stands behind is of no use, even where it was not revoked', async () => {
    const invitation = await invite(maker.token, 'viewer');
    await remove();
    await api.database.sql`update public.org_invitations set revoked_at = null where id = ${invitation.id}`;
    expect((await api.refused('acceptInvitation', 410, accepting(invitation))).code).toBe(
      'invitation_revoked',
    );
    expect((await api.call('lookUpInvitation', { body: { token: invitation.secret } })).state).toBe(
      'revoked',
    );
  });
});

describe('a key that waits for a lock while its maker is removed', () => {
  const works: Record<string, (tx: Tx) => Promise<unknown>> = {
    set_member_role: (tx) =>
      tx`select private.set_member_role(${org()}, ${api.ours.users.agent.id}, 'viewer')`,
    create_invitations: (tx) => tx`
      select private.create_invitations(${org()}, 'viewer', ${json(tx, [
        { id: org(), email: 'late@fixture.test', nonce: org(), tokenHash: '00'.repeat(32) },
      ])})`,
    create_api_key: (tx) => tx`
      select private.create_api_key(${org()}, gen_random_uuid(), 'Late', '\\x00', '0000', 'viewer', null, null)`,
    revoke_api_key: (tx) => tx`select private.revoke_api_key(${org()}, ${api.ours.keyIds.viewer})`,
  };

  it.each(Object.keys(works))('is refused in %s', async (what) => {
    const { id } = await makeKey(maker.token, 'admin');
    const [first, second] = [createApiPool(api.database.apiUrl), createApiPool(api.database.apiUrl)];
    const enter = (tx: Tx, claims: object) => tx`
      select private.enter(${json(tx, claims)}, ${org()}), set_config('role', 'app_user', true)`;
    try {
      let waiting: Promise<unknown> = Promise.resolve();
      await first.begin(async (tx) => {
        await enter(tx, { sub: api.ours.users.owner.id, role: 'authenticated' });
        await tx`select private.remove_member(${org()}, ${maker.id})`;
        waiting = second.begin(async (late) => {
          await enter(late, { org_id: org(), org_role: 'admin', key_id: id });
          await works[what]!(late);
        });
        waiting.catch(() => {});
        const isWaiting = () => api.database.sql`
          select from pg_stat_activity where wait_event_type = 'Lock' and query like ${`%${what}%`}`;
        await waitUntil(async () => (await isWaiting()).length > 0, { what: 'the key to wait' });
      });
      await expect(waiting).rejects.toMatchObject({ code: 'PA002' });
    } finally {
      await Promise.all([first.end(), second.end()]);
    }
  });
});
