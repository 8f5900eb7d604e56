import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../core/api/schemas.ts';
import { createDatabase } from '../../local/testing/database.ts';
import { deriveToken, hashToken, tokenContext } from '../../platform/secrets/derive-token.ts';
import { createUser, MASTER_KEY, type TestUser } from '../testing/fixtures.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let guest: TestUser;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());
beforeEach(async () => {
  guest = await createUser(api.database.sql, 'guest');
});

const asAdmin = (more: object = {}) => ({
  token: api.ours.users.admin.token,
  params: { org: api.ours.id },
  ...more,
});

async function invite(
  email = guest.email,
  role: Role = 'agent',
  token = api.ours.users.admin.token,
): Promise<string> {
  const body = { emails: [email], role };
  const { items } = await api.call('createInvitations', { token, params: { org: api.ours.id }, body });
  expect(items).toEqual([{ email: email.toLowerCase(), outcome: 'invited' }]);
  const { items: open } = await api.call('listInvitations', asAdmin());
  return open[0]!.id;
}

/** What the mail's link ends in, made as the worker makes it. */
async function tokenOf(invitationId: string): Promise<string> {
  const [row] = await api.database.sql<{ nonce: string }[]>`
    select nonce from public.org_invitations where id = ${invitationId}`;
  return deriveToken(MASTER_KEY, tokenContext.invitation(invitationId, row!.nonce));
}

const accept = (token: string, by: string) => ({ token: by, body: { token } });
const one = (invitation: string, more: object = {}) =>
  asAdmin({ params: { org: api.ours.id, invitation }, ...more });

describe('inviting', () => {
  it('takes several addresses, once each, and leaves out who is in or invited', async () => {
    await invite('open@fixture.test');
    const emails = [
      ' New@Fixture.test ',
      'new@fixture.test',
      'open@fixture.test',
      api.ours.users.viewer.email,
    ];
    const { items } = await api.call('createInvitations', asAdmin({ body: { emails, role: 'viewer' } }));
    expect(items).toEqual([
      { email: 'new@fixture.test', outcome: 'invited' },
      { email: 'open@fixture.test', outcome: 'open' },
      { email: api.ours.users.viewer.email, outcome: 'member' },
    ]);
    const { items: open } = await api.call('listInvitations', asAdmin());
    expect(open[0]).toMatchObject({
      email: 'new@fixture.test',
      role: 'viewer',
      invitedByName: 'admin-1',
      mail: 'sending',
    });
    expect(Date.parse(open[0]!.expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  });

  it('asks for a mail in the same transaction, by ids, and stores no token', async () => {
    const id = await invite();
    const [row] = await api.database
      .sql`select payload from private.outbox where topic = 'mail' and key = ${id}`;
    expect(row?.['payload']).toEqual({ orgId: api.ours.id, kind: 'invitation', number: 1 });
    const [stored] = await api.database.sql<{ text: string; hash: Buffer }[]>`
      select to_jsonb(i)::text as text, token_hash as hash from public.org_invitations i where id = ${id}`;
    const token = await tokenOf(id);
    expect(stored!.text).not.toContain(token);
    expect(stored!.hash.equals(hashToken(token))).toBe(true);
  });

  it('to be an owner is for owners', async () => {
    const body = { emails: ['boss@fixture.test'], role: 'owner' };
    await api.refused('createInvitations', 403, asAdmin({ body }));
    const id = await invite('boss@fixture.test', 'owner', api.ours.users.owner.token);
    await api.refused('resendInvitation', 403, one(id));
    await api.refused('revokeInvitation', 403, one(id));
    await api.call('revokeInvitation', one(id, { token: api.ours.users.owner.token }));
  });

  it('refuses what is no address', async () => {
    for (const email of ['nobody', 'a@b', 'a b@c.de', `${'x'.repeat(250)}@fixture.test`]) {
      await api.refused('createInvitations', 422, asAdmin({ body: { emails: [email], role: 'agent' } }));
    }
  });
});

describe('accepting', () => {
  it('makes a member of who has the address, whatever its case, and works once', async () => {
    const id = await invite(guest.email.toUpperCase(), 'agent');
    const token = await tokenOf(id);
    const membership = await api.call('acceptInvitation', accept(token, guest.token));
    expect(membership).toMatchObject({ org: { id: api.ours.id, name: 'Ours' }, role: 'agent' });
    expect(await api.call('acceptInvitation', accept(token, guest.token))).toEqual(membership);
    const other = await createUser(api.database.sql, 'other');
    expect((await api.refused('acceptInvitation', 410, accept(token, other.token))).code).toBe(
      'invitation_used',
    );
    await api.call('removeMember', asAdmin({ params: { org: api.ours.id, member: guest.id } }));
    expect((await api.refused('acceptInvitation', 410, accept(token, guest.token))).code).toBe(
      'invitation_used',
    );
    expect((await api.call('listInvitations', asAdmin())).items.map((item) => item.id)).not.toContain(id);
  });

  it('is done once when it is asked for twice at the same time', async () => {
    const token = await tokenOf(await invite());
    const answers = await Promise.all(
      [1, 2].map(() => api.send('acceptInvitation', accept(token, guest.token))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const rows = await api.database
      .sql`select 1 from public.org_members where org_id = ${api.ours.id} and user_id = ${guest.id}`;
    expect(rows).toHaveLength(1);
  });

  it('is refused to another account and to an address that nobody verified', async () => {
    const token = await tokenOf(await invite());
    const refused = await api.refused('acceptInvitation', 403, accept(token, api.stranger.token));
    expect(refused.code).toBe('wrong_account');
    await api.database.sql`update auth.users set email_confirmed_at = null where id = ${guest.id}`;
    expect((await api.refused('acceptInvitation', 403, accept(token, guest.token))).code).toBe(
      'address_unverified',
    );
    // What the access token says about the address decides nothing.
    expect((await api.refused('acceptInvitation', 403, accept(token, api.ours.apiKey))).code).toBe(
      'people_only',
    );
    await api.refused('acceptInvitation', 401, { body: { token } });
  });

  it('never lowers the role of who is a member already', async () => {
    const id = await invite();
    await api.database
      .sql`insert into public.org_members (org_id, user_id, role) values (${api.ours.id}, ${guest.id}, 'admin')`;
    expect(await api.call('acceptInvitation', accept(await tokenOf(id), guest.token))).toMatchObject({
      role: 'admin',
    });
  });

  it('finds nothing behind tokens that are none', async () => {
    await api.refused('acceptInvitation', 404, accept('A'.repeat(43), guest.token));
    await api.refused('lookUpInvitation', 404, { body: { token: 'A'.repeat(43) } });
    await api.refused('lookUpInvitation', 422, { body: { token: 'short' } });
  });
});

describe('an invitation', () => {
  it('tells who holds its token what it is, without a sign-in', async () => {
    const token = await tokenOf(await invite());
    expect(await api.call('lookUpInvitation', { body: { token } })).toMatchObject({
      state: 'open',
      organizationName: 'Ours',
      email: guest.email,
      role: 'agent',
      invitedByName: 'admin-1',
    });
  });

  it('that expired is of no use, is replaced by inviting again, and comes back by a new mail', async () => {
    const id = await invite();
    const { sql } = api.database;
    const expire = (which: string) =>
      sql`update public.org_invitations set expires_at = now() where id = ${which}`;
    await expire(id);
    const token = await tokenOf(id);
    expect((await api.refused('acceptInvitation', 410, accept(token, guest.token))).code).toBe(
      'invitation_expired',
    );
    expect((await api.call('lookUpInvitation', { body: { token } })).state).toBe('expired');
    const next = await invite();
    expect(next).not.toBe(id);
    await expire(next);
    await api.call('resendInvitation', one(next));
    await api.call('acceptInvitation', accept(await tokenOf(next), guest.token));
  });

  it('sent again has a new token, and the old one is dead', async () => {
    const id = await invite();
    const old = await tokenOf(id);
    expect(await api.call('resendInvitation', one(id))).toMatchObject({ id, mail: 'sending' });
    await api.refused('lookUpInvitation', 404, { body: { token: old } });
    await api.refused('acceptInvitation', 404, accept(old, guest.token));
    const mails = await api.database
      .sql`select payload ->> 'number' as number from private.outbox where key = ${id} order by 1`;
    expect(mails).toEqual([{ number: '1' }, { number: '2' }]);
    await api.call('acceptInvitation', accept(await tokenOf(id), guest.token));
    expect((await api.refused('resendInvitation', 409, one(id))).code).toBe('invitation_closed');
  });

  it('that was revoked is of no use', async () => {
    const id = await invite();
    const token = await tokenOf(id);
    await api.call('revokeInvitation', one(id));
    expect((await api.refused('acceptInvitation', 410, accept(token, guest.token))).code).toBe(
      'invitation_revoked',
    );
    expect((await api.refused('revokeInvitation', 409, one(id))).code).toBe('invitation_closed');
    await invite();
  });

  it('is one of 100 open ones at most', async () => {
    const org = api.theirs.id;
    const token = api.theirs.users.admin.token;
    const emails = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => `p${from + n}@fixture.test`);
    for (const from of [0, 50]) {
      await api.call('createInvitations', {
        token,
        params: { org },
        body: { emails: emails(from, 50), role: 'viewer' },
      });
    }
    const more = { token, params: { org }, body: { emails: ['p100@fixture.test'], role: 'viewer' } };
    expect((await api.refused('createInvitations', 409, more)).code).toBe('invitation_limit');
    const first = await api.call('listInvitations', { token, params: { org }, query: { limit: 60 } });
    const rest = await api.call('listInvitations', {
      token,
      params: { org },
      query: { limit: 60, cursor: first.nextCursor! },
    });
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(100);
  });
});
