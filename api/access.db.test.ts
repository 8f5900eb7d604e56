import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { templateExample } from '../core/api/templates.ts';
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';
import { permissions, roleOrder as roles } from '../core/api/permissions.ts';
import type { Role } from '../core/api/schemas.ts';
import { createDatabase } from '../local/testing/database.ts';
import type { Sql } from '../platform/db/pool.ts';
import type { Principal } from './auth/principal.ts';
import { createPaths, greeting, restorePaths, type Paths } from './testing/paths.ts';
import { callPastTheCheck, createApiPool } from './testing/past-the-check.ts';
import { createApiKey } from './testing/fixtures.ts';
import { createTestApi, type CallInput, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let db: Sql;
let paths: Record<'ours' | 'theirs', Paths>;

beforeAll(async () => {
  const database = await createDatabase();
  api = await createTestApi(database);
  db = createApiPool(database.apiUrl);
  paths = { ours: await createPaths(api, 'ours'), theirs: await createPaths(api, 'theirs') };
  bodies.createImport = 'Phone\n+1 555 010 9000\n';
  bodies.mergeContact = bodies.previewContactMerge = { contactId: paths.ours['other'] };
  const { contact, other, third } = paths.ours;
  bodies.dismissDuplicates = { pairs: [{ contactId: contact, otherId: third }] };
  bodies.restoreDuplicates = { pairs: [{ contactId: contact, otherId: other }] };
  bodies.changeContacts = { action: 'addTag', contacts: [contact], tag: 'vip' };
  bodies.eraseContacts = { contacts: [contact] };
  bodies.reportEvent = { contactId: paths.ours['contact'], name: 'order.paid' };
  bodies.testCampaign = { contactIds: [paths.ours['contact']] };
  bodies.createTemplate = { wabaId: paths.ours['waba'], ...templateExample };
  bodies.updateTeam = { name: 'Renamed' };
  bodies.saveFlowDraft = { draftRev: 1, draft: greeting };
  bodies.importFlow = { file: await api.call('exportFlow', { token: api.ours.apiKey, params: paths.ours }) };
});
afterAll(async () => {
  await db.end();
  await api.close();
});

const inOrg = (Object.keys(operations) as OperationName[]).filter(
  (name) => !['any', 'public'].includes(operations[name].access),
);

/** What runs do is decided by their workflows, which know no roles: the API alone guards them. */
const guardedByApiAlone: readonly Operation['access'][] = ['runs:write'];

function isGuardedByPostgres(name: OperationName): boolean {
  const { access, bodyType }: Operation = operations[name];
  // A file is received before the handler's turn.
  if (bodyType === 'file') return false;
  return leastRole(access) !== 'viewer' && !guardedByApiAlone.includes(access);
}

/** A key is nobody who could leave, have a key act for them, or be the second person. */
const forPeople: readonly OperationName[] = ['leaveOrganization', 'takeOverApiKey', 'approveCampaign'];

/** A note has an author: what else it needs is in `operations/notes.db.test.ts`. */
const forAuthors: readonly OperationName[] = ['updateNote', 'deleteNote'];

/** Bodies that pass the contract and name what the fixtures have. */
const bodies: Partial<Record<OperationName, unknown>> = {
  updateOrganization: { name: 'Ours' },
  updateContact: { name: 'Ada' },
  updateConversation: { status: 'open' },
  updateSegment: { name: 'All' },
  replayDeadLetters: {},
  dismissDeadLetters: {},
};

const queries: Partial<Record<OperationName, Record<string, string>>> = {
  deleteOrganization: { confirm: 'Ours' },
};

function bodyOf(name: OperationName): unknown {
  return bodies[name] ?? (operations[name] as Operation).example;
}

describe.each(inOrg)('%s', (name) => {
  const { access } = operations[name];
  const input = (token: string | undefined, params: Record<string, string>): CallInput => ({
    token,
    params,
    body: bodyOf(name),
  });

  it('needs a token', async () => {
    await api.refused(name, 401, input(undefined, paths.ours));
  });

  it('is not found by people outside the organisation', async () => {
    for (const token of [api.stranger.token, api.theirs.users.owner.token, api.theirs.apiKey]) {
      expect((await api.refused(name, 404, input(token, paths.ours))).code).toBe('not_found');
    }
  });

  it('doesn’t find rows of another organisation under one’s own', async () => {
    const params = { ...paths.theirs, org: api.ours.id };
    if (Object.keys(operations[name].params.shape).length === 1) return;
    // A name is free in every organisation.
    if (name === 'setSecret') return;
    // A list over a foreign parent must not be an empty success either.
    await api.refused(name, 404, input(api.ours.users.owner.token, params));
  });

  it('is not found for ids that are none', async () => {
    for (const org of ['x', `${api.ours.id}0`, randomUUID()]) {
      await api.refused(name, 404, input(api.ours.users.owner.token, { ...paths.ours, org }));
    }
  });

  it(`needs the role ${leastRole(access)}, of a person and of a key`, async () => {
    for (const role of roles) {
      const key = await createApiKey(api.database.sql, api.ours.id, { role });
      for (const token of [api.ours.users[role].token, key]) {
        await restorePaths(api, paths.ours);
        if (forPeople.includes(name) && token === key) continue;
        const { status } = await api.send(name, input(token, paths.ours));
        const isLetIn = roles.indexOf(role) >= roles.indexOf(leastRole(access));
        if (isLetIn && forAuthors.includes(name)) continue;
        if (roles.indexOf(role) < roles.indexOf(leastRole(access))) expect(status).toBe(403);
        else expect([401, 403, 404, 500]).not.toContain(status);
      }
    }
  });
});

/** The permissions of `core/api/permissions.ts` and the policies of the database agree, though neither asks the other. */
describe.each(inOrg.filter((name) => isGuardedByPostgres(name)))('%s without the API’s own check', (name) => {
  const least = leastRole(operations[name].access);
  const attempt = (principal: Principal) =>
    callPastTheCheck(db, name, { principal, params: paths.ours, body: bodyOf(name), query: queries[name] });

  it('is refused by Postgres to a lower role, of a person and of a key', async () => {
    for (const role of roles.slice(0, roles.indexOf(least))) {
      for (const principal of principals(role)) {
        await restorePaths(api, paths.ours);
        expect([principal.kind, role, await attempt(principal)]).toEqual([principal.kind, role, 'refused']);
      }
    }
  });

  it(`is let through by Postgres to ${least} and above`, async () => {
    for (const role of roles.slice(roles.indexOf(least))) {
      for (const principal of principals(role)) {
        await restorePaths(api, paths.ours);
        expect([principal.kind, role, await attempt(principal)]).not.toEqual([
          principal.kind,
          role,
          'refused',
        ]);
      }
    }
  });
});

/** A person and a key. */
function principals(role: Role): Principal[] {
  const { id: orgId, users, keyIds } = api.ours;
  return [
    { kind: 'user', id: users[role].id, email: null, name: null },
    { kind: 'apiKey', id: keyIds[role], name: 'k', orgId, role, scopes: null },
  ];
}

function leastRole(access: Operation['access']): Role {
  return access === 'any' || access === 'public' ? 'viewer' : permissions[access].role;
}

it('has an example for every body', () => {
  for (const [name, { body, example }] of Object.entries<Operation>(operations)) {
    expect([name, body?.safeParse(example).success]).toEqual([name, body && true]);
  }
});
