import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';
import type { Role } from '../core/api/schemas.ts';
import { createDatabase } from '../local/testing/database.ts';
import { createApiKey } from './testing/fixtures.ts';
import { createTestApi, type CallInput, type TestApi } from './testing/test-api.ts';

let api: TestApi;
/** A flow, a run and their ids in both organisations, so that every path has something to find. */
let paths: Record<'ours' | 'theirs', Record<string, string>>;

beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  paths = { ours: await idsOf('ours'), theirs: await idsOf('theirs') };
  bodies.reportEvent = { contactId: paths.ours['contact'], name: 'order.paid' };
});
afterAll(() => api.close());

const inOrg = (Object.keys(operations) as OperationName[]).filter(
  (name) => operations[name].access !== 'any',
);
const roles: Role[] = ['viewer', 'agent', 'admin', 'owner'];

const everybody = { kind: 'all', of: [] };

/** Bodies that pass the contract, for operations that need one. */
const bodies: Partial<Record<OperationName, unknown>> = {
  createContact: { phone: '+1 555 010 9000' },
  updateContact: {},
  updateConversation: {},
  sendMessage: { text: 'Hello' },
  createFlow: { name: 'New' },
  saveFlowDraft: { draftRev: 1, draft: {} },
  publishFlow: { draftRev: 1 },
  updateOrganization: {},
  rollbackFlow: { version: 1 },
  previewFlowMove: { to: 1 },
  enrolContacts: { all: true },
  createFlowJob: { kind: 'exit' },
  importFlow: { file: {} },
  reportContactEvent: { name: 'order.paid' },
  createSegment: { name: 'New', rules: everybody },
  previewSegment: { rules: everybody },
  updateSegment: {},
  setSecret: { value: 'a value of some length' },
};

describe.each(inOrg)('%s', (name) => {
  const { access } = operations[name];
  const input = (token: string | undefined, params: Record<string, string>): CallInput => ({
    token,
    params,
    body: bodies[name],
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

  it(`needs the role ${access}, of a person and of a key`, async () => {
    for (const role of roles) {
      const key = await createApiKey(api.database.sql, api.ours.id, { role });
      for (const token of [api.ours.users[role].token, key]) {
        await restore();
        const { status } = await api.send(name, input(token, paths.ours));
        if (roles.indexOf(role) < roles.indexOf(access as Role)) expect(status).toBe(403);
        else expect([401, 403, 404, 500]).not.toContain(status);
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

  it('answer 413 to a body over 1 MB', async () => {
    const body = JSON.stringify({ phone: 'x'.repeat(1024 * 1024) });
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
    body: { name: 'Flow' },
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
  const segment = randomUUID();
  await sql`insert into public.segments (id, org_id, name, rules) values (${segment}, ${org}, 'All', ${sql.json(everybody)})`;
  return {
    org,
    segment,
    name: `secret_of_${which}`,
    contact: contactId,
    conversation: conversationId,
    flow: flow.id,
    run,
    job,
    number: '1',
    before: '1',
    after: '1',
  };
}

/** What the operations above have deleted. */
async function restore(): Promise<void> {
  const { org, segment, name } = paths.ours as { org: string; segment: string; name: string };
  const { sql } = api.database;
  await sql`
    insert into public.segments (id, org_id, name, rules) values (${segment}, ${org}, 'All', ${sql.json(everybody)})
    on conflict do nothing`;
  await sql`
    insert into private.org_secrets (org_id, name, envelope) values (${org}, ${name}, decode(repeat('00', 40), 'hex'))
    on conflict do nothing`;
  // Made by the loop itself, once a name.
  await sql`delete from public.segments where org_id = ${org} and name = 'New'`;
}

it('knows the whole contract', () => {
  const withBody = Object.entries<Operation>(operations).filter(([, { body }]) => body);
  expect(Object.keys(bodies).sort()).toEqual(withBody.map(([name]) => name).sort());
});
