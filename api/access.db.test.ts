import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../core/flow/document.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { permissions, roleOrder as roles } from '../core/api/permissions.ts';
import type { Role } from '../core/api/schemas.ts';
import { createDatabase } from '../local/testing/database.ts';
import type { Sql } from '../platform/db/pool.ts';
import type { Principal } from './auth/principal.ts';
import { callPastTheCheck, createApiPool } from './testing/past-the-check.ts';
import { createApiKey, createUser } from './testing/fixtures.ts';
import { createTestApi, type CallInput, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let db: Sql;
/** A flow, a run and their ids in both organisations, so that every path has something to find. */
let paths: Record<'ours' | 'theirs', Record<string, string>>;

beforeAll(async () => {
  const database = await createDatabase();
  api = await createTestApi(database);
  db = createApiPool(database.apiUrl);
  paths = { ours: await idsOf('ours'), theirs: await idsOf('theirs') };
  bodies.createImport = 'Phone\n+1 555 010 9000\n';
  bodies.mergeContact = bodies.previewContactMerge = { contactId: paths.ours['other'] };
  const { contact, other, third } = paths.ours;
  bodies.dismissDuplicates = { pairs: [{ contactId: contact, otherId: third }] };
  bodies.restoreDuplicates = { pairs: [{ contactId: contact, otherId: other }] };
  bodies.reportEvent = { contactId: paths.ours['contact'], name: 'order.paid' };
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

const everybody = { kind: 'all', of: [] };

/** What runs do is decided by their workflows, which know no roles: the API alone guards them. */
const guardedByApiAlone: readonly Operation['access'][] = ['runs:write'];

function isGuardedByPostgres(name: OperationName): boolean {
  const { access, bodyType }: Operation = operations[name];
  // A file is received before the handler's turn.
  if (bodyType === 'file') return false;
  return leastRole(access) !== 'viewer' && !guardedByApiAlone.includes(access);
}

/** Bodies that pass the contract and name what the fixtures have. */
const bodies: Partial<Record<OperationName, unknown>> = {
  updateOrganization: { name: 'Ours' },
  updateContact: { name: 'Ada' },
  updateConversation: { status: 'open' },
  updateSegment: { name: 'All' },
};

/** Whoever is put into it gets one text. */
const greeting: FlowDoc = {
  schemaVersion: FLOW_SCHEMA_VERSION,
  nodes: {
    start: sampleNode('manual-trigger', 0, 0, {}),
    greet: sampleNode('send-text', 0, 0, { text: 'Hello' }),
  },
  edges: edgesFrom([['start', 'next', 'greet']]),
  variables: {},
  rules: defaultRules,
  notes: {},
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
        await restore();
        // A key is nobody who could leave.
        if (name === 'leaveOrganization' && token === key) continue;
        const { status } = await api.send(name, input(token, paths.ours));
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
        await restore();
        expect([principal.kind, role, await attempt(principal)]).toEqual([principal.kind, role, 'refused']);
      }
    }
  });

  it(`is let through by Postgres to ${least} and above`, async () => {
    for (const role of roles.slice(roles.indexOf(least))) {
      for (const principal of principals(role)) {
        await restore();
        expect([principal.kind, role, await attempt(principal)]).not.toEqual([
          principal.kind,
          role,
          'refused',
        ]);
      }
    }
  });
});

describe('refusals', () => {
  it('answer 404 to unknown paths and methods', async () => {
    const headers = { authorization: `Bearer ${api.ours.apiKey}` };
    for (const [method, path] of [
      ['GET', '/v1'],
      ['GET', '/v1/orgs'],
      ['GET', `/v1/orgs/${api.ours.id}/campaigns`],
      ['DELETE', `/v1/orgs/${api.ours.id}/contacts`],
      ['GET', '/v1/%zz'],
      ['POST', '/webhooks/other'],
    ] as const) {
      const response = await fetch(api.url + path, { method, headers });
      expect([path, [400, 404].includes(response.status)]).toEqual([path, true]);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  });

  const token = () => api.ours.users.owner.token;
  const send = (body: unknown, headers: Record<string, string> = {}): CallInput => ({
    token: token(),
    params: { org: api.ours.id },
    body,
    headers,
  });

  it('answer 400 to a body that is not JSON', async () => {
    expect((await api.refused('createContact', 400, send('{"phone":'))).code).toBe('malformed_json');
  });

  it('answer 400 to a body that is nested too deeply', async () => {
    const deep = `{"phone":"+1","attributes":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`;
    await api.refused('createContact', 400, send(deep));
  });

  it('answer 413 to a body over 1.5 MB', async () => {
    const body = JSON.stringify({ phone: 'x'.repeat(1.5 * 1024 * 1024) });
    expect((await api.refused('createContact', 413, send(body))).code).toBe('body_too_large');
  });

  it('answer 415 to a body that isn’t JSON by its own words', async () => {
    const input = send('phone=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect((await api.refused('createContact', 415, input)).code).toBe('unsupported_media_type');
  });

  it('answer 422 to a missing body and name every field at once', async () => {
    const missing = await api.refused('createContact', 422, send(undefined));
    expect(missing.errors?.map(({ field }) => field)).toEqual(['phone']);
    const wrong = await api.refused('createContact', 422, send({ phone: 1, tags: ['ok', 2], extra: true }));
    expect(wrong.errors?.map(({ field }) => field).sort()).toEqual(['extra', 'phone', 'tags.1']);
  });

  it('carry the caller’s request id, or one of ours when that is no id', async () => {
    const mine = await api.refused('getMe', 401, { headers: { 'x-request-id': 'trace-1' } });
    expect(mine.requestId).toBe('trace-1');
    const response = await api.send('getMe', { headers: { 'x-request-id': 'a b<c>' } });
    const problem = (await response.json()) as { requestId: string };
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-request-id')).toBe(problem.requestId);
  });
});

it('takes every name and number that JSON allows without falling over', async () => {
  const odd = [
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    '1e400',
    "'; drop table x; --",
    '%',
    '\\',
    '💥'.repeat(9),
  ];
  for (const text of odd) {
    const attributes = Object.fromEntries([[text.slice(0, 60), text]]);
    const body = JSON.stringify({ attributes, tags: [text] });
    const params = { org: api.ours.id, contact: api.ours.contactId };
    await api.call('updateContact', { token: api.ours.users.owner.token, params, body });
    const query = { search: text };
    await api.call('listContacts', { token: api.ours.users.owner.token, params, query });
  }
});

async function idsOf(which: 'ours' | 'theirs'): Promise<Record<string, string>> {
  const { id: org, contactId, conversationId, users } = api[which];
  const flow = await api.call('createFlow', {
    token: users.admin.token,
    params: { org },
    body: { name: 'Flow', draft: { ...greeting } },
  });
  const run = randomUUID();
  const version = randomUUID();
  const job = randomUUID();
  const { sql } = api.database;
  await sql`
    insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
    values (${version}, ${org}, ${flow.id}, 1, ${sql.json(flow.draft as never)}, 'x')`;
  await sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
      state, workflow_id, status, ended_at)
    values (${run}, ${org}, ${flow.id}, ${version}, ${contactId}, ${conversationId}, 'start', '{}', ${run}, 'completed', now())`;
  await sql`
    insert into public.flow_jobs (id, org_id, flow_id, kind, dedupe_key, created_by)
    values (${job}, ${org}, ${flow.id}, 'exit', ${job}, 'test')`;
  const [{ id: key } = { id: '' }] = await sql<{ id: string }[]>`
    insert into public.api_keys (org_id, name, key_hash, role)
    values (${org}, 'Spare', sha256(${org}::uuid::text::bytea), 'viewer') returning id`;
  await sql`
    update public.flows set status = 'live', published_version = 1, published_version_id = ${version} where id = ${flow.id}`;
  const [file, written] = [randomUUID(), randomUUID()];
  await sql`
    insert into public.imports (id, org_id, file_name, file_path, rejected_path, source, columns, mapping, total, created_by)
    values (${file}, ${org}, 'x.csv', 'x', 'x', '{}', '{Phone}', '{}', 1, 'test')`;
  await sql`
    insert into public.exports (id, org_id, file_name, file_path, params, format, created_by)
    values (${written}, ${org}, 'x.csv', 'x', '{}', 'csv', 'test')`;
  const erasure = randomUUID();
  await sql`
    insert into public.erasures (id, org_id, contact_id, reason, requested_by)
    values (${erasure}, ${org}, ${randomUUID()}, 'request', 'test')`;
  const segment = randomUUID();
  await sql`insert into public.segments (id, org_id, name, rules) values (${segment}, ${org}, 'All', ${sql.json(everybody)})`;
  const [waba] = await sql<{ id: string }[]>`select id from public.waba_accounts where org_id = ${org}`;
  const [member, invitation, team] = [await createUser(sql, 'member'), randomUUID(), randomUUID()];
  await sql`insert into public.org_members (org_id, user_id, role) values (${org}, ${member.id}, 'viewer')`;
  await sql`
    insert into public.org_invitations (id, org_id, email, role, token_hash, nonce, expires_at)
    values (${invitation}, ${org}, 'invited@fixture.test', 'agent', ${randomBytes(32)}, ${randomUUID()}, now() + interval '1 day')`;
  await sql`insert into public.teams (id, org_id, name) values (${team}, ${org}, 'Team')`;
  const message = randomUUID();
  const media = { status: 'stored', contentType: 'image/png', byteSize: 1, sha256: '00', fileName: null };
  await sql`
    insert into public.messages (id, org_id, conversation_id, contact_id, phone_number_id, direction, type, content, status, status_rank,
      source, media)
    select ${message}, org_id, id, contact_id, phone_number_id, 'inbound', 'image', '{}', 'received', 0, 'contact', ${sql.json(media)}
    from public.conversations where id = ${conversationId}`;
  return {
    org,
    message,
    member: member.id,
    invitation,
    team,
    segment,
    waba: waba!.id,
    other: randomUUID(),
    third: randomUUID(),
    suppression: randomUUID(),
    attribute: randomUUID(),
    phone: which === 'ours' ? '15550109100' : '15550109200',
    name: `secret_of_${which}`,
    contact: contactId,
    conversation: conversationId,
    flow: flow.id,
    run,
    job,
    key,
    import: file,
    export: written,
    erasure,
    number: '1',
    before: '1',
    after: '1',
  };
}

/** A person and a key. */
function principals(role: Role): Principal[] {
  const { id: orgId, users } = api.ours;
  return [
    { kind: 'user', id: users[role].id, email: null, name: null },
    { kind: 'apiKey', id: randomUUID(), name: 'k', orgId, role, scopes: null },
  ];
}

function leastRole(access: Operation['access']): Role {
  return access === 'any' || access === 'public' ? 'viewer' : permissions[access].role;
}

/** What the operations above have deleted or moved on. */
async function restore(): Promise<void> {
  const { org, segment, name, flow, contact, other, suppression, attribute, phone } = paths.ours as Record<
    'org' | 'segment' | 'name' | 'flow' | 'contact' | 'other' | 'suppression' | 'attribute' | 'phone',
    string
  >;
  const { sql } = api.database;
  await sql`
    insert into public.segments (id, org_id, name, rules) values (${segment}, ${org}, 'All', ${sql.json(everybody)})
    on conflict do nothing`;
  await sql`
    insert into private.org_secrets (org_id, name, envelope) values (${org}, ${name}, decode(repeat('00', 40), 'hex'))
    on conflict do nothing`;
  await sql`
    update public.flows set status = 'live', draft_rev = 1, draft = ${sql.json(greeting as never)} where id = ${flow}`;
  const { member, invitation, team } = paths.ours;
  await sql`
    insert into public.org_members (org_id, user_id, role) values (${org}, ${member!}, 'viewer')
    on conflict on constraint org_members_pkey do update set role = 'viewer'`;
  for (const role of roles) {
    await sql`
      insert into public.org_members (org_id, user_id, role) values (${org}, ${api.ours.users[role].id}, ${role}) on conflict do nothing`;
  }
  await sql`update public.org_invitations set revoked_at = null, accepted_at = null, mail_number = 1 where id = ${invitation!}`;
  await sql`insert into public.teams (id, org_id, name) values (${team!}, ${org}, 'Team') on conflict do nothing`;
  await sql`update public.exports set status = 'queued', ended_at = null where org_id = ${org}`;
  await sql`delete from public.contact_merges where org_id = ${org}`;
  await sql`delete from public.erasures where org_id = ${org} and contact_id = ${contact}`;
  await sql`insert into public.contacts (id, org_id) values (${other}, ${org}) on conflict do nothing`;
  await sql`insert into public.contacts (id, org_id) values (${paths.ours.third!}, ${org}) on conflict do nothing`;
  await sql`delete from public.dismissed_duplicates where org_id = ${org}`;
  await sql`
    insert into public.dismissed_duplicates (org_id, contact_id, other_id)
    values (${org}, least(${contact}::uuid, ${other}::uuid), greatest(${contact}::uuid, ${other}::uuid))`;
  await sql`
    insert into public.contact_identities (org_id, kind, value, contact_id)
    values (${org}, 'phone', ${`+${phone}`}, ${contact}) on conflict do nothing`;
  await sql`
    insert into public.suppressions (id, org_id, hash, hint)
    values (${suppression}, ${org}, decode(repeat('00', 32), 'hex'), '+1…00') on conflict do nothing`;
  await sql`delete from public.attribute_definitions where org_id = ${org} and key = 'size'`;
  await sql`
    insert into public.attribute_definitions (id, org_id, key, label, type) values (${attribute}, ${org}, 'x', 'X', 'text')
    on conflict do nothing`;
  await sql`delete from public.contact_identities where org_id = ${org} and value like '%15550109001'`;
  await sql`delete from public.suppressions where org_id = ${org} and id <> ${suppression}`;
  await sql`update public.contacts set tags = '{old}' where id = ${contact}`;
  // Made by the loop itself, once a name.
  await sql`delete from public.teams where org_id = ${org} and name = 'Support'`;
  await sql`delete from public.segments where org_id = ${org} and name = 'New'`;
}

it('has an example for every body', () => {
  for (const [name, { body, example }] of Object.entries<Operation>(operations)) {
    expect([name, body?.safeParse(example).success]).toEqual([name, body && true]);
  }
});
