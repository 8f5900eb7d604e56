/** How Postgres learns who calls: looked up once, at the beginning of a request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleOrder } from '../core/api/permissions.ts';
import { createDatabase } from '../local/testing/database.ts';
import { waitUntil } from '../local/process/wait.ts';
import { json, type Sql, type Tx } from '../platform/db/pool.ts';
import { createApiPool } from './testing/past-the-check.ts';
import { createTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let db: Sql;
beforeAll(async () => {
  const database = await createDatabase();
  api = await createTestApi(database);
  db = createApiPool(database.apiUrl);
});
afterAll(async () => {
  await db.end();
  await api.close();
});

/** What a request of these claims may see in organisations of each role, and as whom it was taken. */
async function entered(claims: object, orgId: string | null) {
  const { answer } = await db.begin(async (tx) => {
    const [entry] = await tx<{ role: string | null }[]>`
      select private.enter(${json(tx, claims)}, ${orgId}) as role, set_config('role', 'app_user', true)`;
    const sees: Record<string, string[]> = {};
    for (const role of roleOrder) {
      const [row] = await tx<{ ids: string[] }[]>`select private.org_ids_for(${role}) as ids`;
      sees[role] = row!.ids;
    }
    const conversations = await tx<{ org: string }[]>`select distinct org_id as org from conversations`;
    return { answer: { role: entry!.role, sees, conversations: conversations.map(({ org }) => org) } };
  });
  return answer;
}

describe('a request in an organisation', () => {
  it.each(roleOrder)('of somebody who is its %s has that role there, and no other', async (role) => {
    const { id: sub } = api.ours.users[role];
    const answer = await entered({ sub, role: 'authenticated' }, api.ours.id);
    expect(answer.role).toBe(role);
    for (const [least, ids] of Object.entries(answer.sees))
      expect([least, ids]).toEqual([
        least,
        roleOrder.indexOf(least as typeof role) <= roleOrder.indexOf(role) ? [api.ours.id] : [],
      ]);
    expect(answer.conversations).toEqual([api.ours.id]);
  });

  it('of somebody who belongs to another one has no role there, and sees their own', async () => {
    const { id: sub } = api.theirs.users.owner;
    const answer = await entered({ sub, role: 'authenticated' }, api.ours.id);
    expect(answer).toMatchObject({ role: null, conversations: [api.theirs.id] });
  });

  it('of a key, of nobody, or in none keeps the claims that were brought', async () => {
    const key = { org_id: api.theirs.id, org_role: 'agent', key_id: api.theirs.id };
    expect(await entered(key, api.ours.id)).toMatchObject({ role: null, conversations: [api.theirs.id] });
    expect(await entered({}, api.ours.id)).toMatchObject({ role: null, conversations: [] });
    const { id: sub } = api.ours.users.viewer;
    expect(await entered({ sub }, null)).toMatchObject({ role: null, conversations: [api.ours.id] });
  });

  it.each(['set_member_role', 'create_api_key'])(
    'that waits in %s is refused when its caller is removed meanwhile',
    async (what) => {
      const { admin, owner, agent } = api.ours.users;
      const org = api.ours.id;
      const other = createApiPool(api.database.apiUrl);
      const enter = (tx: Tx, sub: string) =>
        tx`select private.enter(${json(tx, { sub, role: 'authenticated' })}, ${org}), set_config('role', 'app_user', true)`;
      try {
        let waiting: Promise<unknown> = Promise.resolve();
        await db.begin(async (tx) => {
          await enter(tx, owner.id);
          await tx`select private.remove_member(${org}, ${admin.id})`;
          waiting = other.begin(async (late) => {
            await enter(late, admin.id);
            if (what === 'set_member_role')
              await late`select private.set_member_role(${org}, ${agent.id}, 'viewer')`;
            else
              await late`select private.create_api_key(${org}, gen_random_uuid(), 'Late', '\\x00', '0000', 'viewer', null, null)`;
          });
          waiting.catch(() => {});
          await waitUntil(
            async () =>
              (
                await api.database
                  .sql`select from pg_stat_activity where wait_event_type = 'Lock' and query like ${`%${what}%`}`
              ).length > 0,
            { what: 'the other transaction to wait' },
          );
        });
        await expect(waiting).rejects.toMatchObject({ code: 'PA002' });
      } finally {
        await other.end();
        await api.database.sql`
        insert into org_members (org_id, user_id, role) values (${org}, ${admin.id}, 'admin') on conflict do nothing`;
      }
    },
  );

  it('can’t be begun anew by the caller', async () => {
    const answer = db.begin(async (tx) => {
      await tx`select set_config('role', 'app_user', true)`;
      await tx`select private.enter('{}', ${api.ours.id})`;
    });
    await expect(answer).rejects.toMatchObject({ code: '42501' });
  });
});
