/** Every operation, from its own schema, with what nobody should send: never a 500, another tenant's row, or a secret. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';
import { problem } from '../core/api/schemas.ts';
import { createDatabase } from '../local/testing/database.ts';
import { representationOf } from './representation.ts';
import { JWT_SECRET, MASTER_KEY, WEBHOOK_APP, type TestOrg } from './testing/fixtures.ts';
import { fromSchema, type JsonSchema } from './testing/hostile/from-schema.ts';
import { learnIds, type KnownIds } from './testing/hostile/known-ids.ts';
import { spoiled } from './testing/hostile/mutate.ts';
import { hostileTexts } from './testing/hostile/values.ts';
import { createTestApi, type TestApi } from './testing/test-api.ts';

const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
/** Of all operations together; the rest is left out when the machine is slow. FC_BUDGET_MS gives more, for a longer look. */
const BUDGET_MS = Number(process.env.FC_BUDGET_MS ?? 20_000);
const RUNS = Math.ceil(BUDGET_MS / 700);
const AT_ONCE = 4;
/** The value of our secret and of theirs: sealed, and never answered. */
const SECRET_VALUE = 'value-that-is-never-answered';

let api: TestApi;
let ours: KnownIds;
let theirs: KnownIds;
/** Names and ids of the other organisation: no answer holds them unless the request did. */
let foreign: string[];
/** Those that a change of ours carried: it may have become a text of our own, which answers hold from then on. Reading comes before. */
const written = new Set<string>();
let foreignTables: string[];

beforeAll(async () => {
  api = await createTestApi(await createDatabase());
  for (const org of [api.ours, api.theirs]) await fill(org);
  ours = await learnIds(api, api.ours.id, api.ours.users.owner.token);
  theirs = await learnIds(api, api.theirs.id, api.theirs.users.owner.token);
  foreignTables = await tablesOfOrganisations();
  foreign = [
    ...Object.values(theirs).flat().filter(isUuid),
    ...Object.values(api.theirs.users).flatMap(({ id, email }) => [id, email]),
    ...[api.theirs.contactPhone, api.theirs.metaPhoneNumberId, 'Ada of Theirs', 'theirs-2', 'theirs_only'],
  ];
}, 60_000);
afterAll(() => api.close());

/** What deletes comes last, what deletes most at the very end. */
const order = { get: 0, post: 1, patch: 2, put: 3, delete: 4 };
const rank = (name: OperationName) =>
  order[operations[name].method] * 100 - operations[name].path.length / 100;
const names = (Object.keys(operations) as OperationName[]).sort((a, b) => rank(a) - rank(b));

it('tells by the answer of a change the ETag that the next GET has', async () => {
  const token = api.ours.users.owner.token;
  for (const name of names) {
    const contract: Operation = operations[name];
    const shownBy = representationOf(contract);
    if (shownBy === null || contract.method === 'delete') continue;
    const params = Object.fromEntries(
      Object.keys(contract.params.shape).map((key) => [key, ours[key]?.[0] ?? randomUUID()]),
    );
    const changed = await api.send(name, { token, params, body: contract.example });
    if (changed.status !== (contract.status ?? 200)) continue;
    const shown = await api.send(shownBy, { token, params });
    expect([name, changed.headers.get('etag')]).toEqual([name, shown.headers.get('etag')]);
  }
});

describe(`hostile requests (FC_SEED=${SEED})`, () => {
  it.each(names)('%s', { timeout: BUDGET_MS + 30_000 }, async (name) => {
    await restoreOwner();
    const before = await checksums(api.theirs.id);
    const endsAt = performance.now() + BUDGET_MS / names.length;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(requestOf(name), { minLength: AT_ONCE, maxLength: AT_ONCE }),
        async (requests) => {
          // Not fast-check's own limit: that one takes it for a failure when nothing was done in time.
          if (runs > 0 && performance.now() > endsAt) return;
          runs += 1;
          await Promise.all(
            requests.map(async ({ url, init, sent }) => {
              noteWritten(init);
              const response = await fetch(url, init);
              await check(name, response, await response.text(), sent);
            }),
          );
        },
      ),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
    expect(await checksums(api.theirs.id)).toEqual(before);
  });
});

interface HostileRequest {
  url: string;
  init: RequestInit;
  /** What stands in it, as text: an answer may repeat that. */
  sent: string;
}

/** What is wrong with a request; everything else in it is as it should be, so that it gets far. */
const attacks = ['nothing', 'path', 'tenant', 'query', 'body', 'headers', 'caller'] as const;
type Attack = (typeof attacks)[number];

function requestOf(name: OperationName): fc.Arbitrary<HostileRequest> {
  const contract: Operation = operations[name];
  const possible = attacks.filter(
    (attack) => (attack !== 'query' || contract.query) && (attack !== 'body' || contract.body),
  );
  const often = possible.map((attack) => ({
    arbitrary: attackedBy(contract, attack),
    weight: attack === 'body' || attack === 'query' ? 4 : 1,
  }));
  return fc.oneof(...often);
}

function attackedBy(contract: Operation, attack: Attack): fc.Arbitrary<HostileRequest> {
  const uuids = [...Object.values(ours).flat(), ...Object.values(theirs).flat()].filter(isUuid);
  const ids = fc.constantFrom(...uuids, randomUUID());
  const hostile = fc.constantFrom(...hostileTexts);
  const paramOf = (key: string) => {
    const good = fc.constantFrom(...valuesOf(ours, key));
    const foreign = fc.constantFrom(...valuesOf(theirs, key));
    if (attack === 'tenant') return fc.oneof(good, foreign);
    return attack === 'path' ? fc.oneof(good, hostile, ids) : good;
  };
  const good =
    contract.body && fc.oneof(fc.constant(contract.example), fromSchema(schemaOf(contract.body), { ids }));
  const noQuery = fc.constant<[string, string][]>([]);
  const { owner, agent } = api.ours.users;
  const parts = fc.record({
    params: fc.record(
      Object.fromEntries(Object.keys(contract.params.shape).map((key) => [key, paramOf(key)])),
    ),
    query: contract.query
      ? queryOf(schemaOf(contract.query), ids, attack === 'query' ? hostile : null)
      : noQuery,
    body: good === undefined ? fc.constant(undefined) : attack === 'body' ? spoiled(good, ids) : good,
    headers: attack === 'headers' ? hostileHeaders : fc.constant({}),
    token:
      attack === 'caller'
        ? fc.constantFrom(agent.token, api.stranger.token, 'pk_x', `${owner.token}x`)
        : fc.constant(owner.token),
  });
  return parts.map(({ params, query, body, headers, token }) => {
    const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encode(String(params[key])));
    const search = query.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
    const text = body === undefined ? undefined : JSON.stringify(body);
    return {
      url: `${api.url}${path}${search ? `?${search}` : ''}`,
      init: {
        method: contract.method.toUpperCase(),
        headers: {
          authorization: `Bearer ${token}`,
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
          ...(headers as Record<string, string>),
        },
        body: text,
      },
      sent: JSON.stringify([params, query, text]).toLowerCase(),
    };
  });
}

/** A header can hold bytes only. */
const hostileHeaders = fc.record(
  {
    'idempotency-key': fc.constantFrom('a', 'b', 'x'.repeat(256), 'ü'),
    'if-match': fc.constantFrom('*', '"x"', 'x', ''),
    'if-none-match': fc.constantFrom('*', '"x"'),
    'x-request-id': fc.constantFrom('trace-1', '<script>', "'; --"),
    'content-type': fc.constantFrom(
      'application/json; charset=utf-16',
      'text/plain',
      'application/json;',
      'x',
    ),
    'content-encoding': fc.constantFrom('gzip', 'br', 'x'),
  },
  { requiredKeys: [] },
);

/** @param hostile null: each parameter as it should be; else also wrong, twice, as an object, or one that isn't known */
function queryOf(schema: JsonSchema, ids: fc.Arbitrary<string>, hostile: fc.Arbitrary<string> | null) {
  const parameters = Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const good = fromSchema({ ...property, $defs: schema.$defs }, { ids }).map(String);
    if (hostile === null) return fc.tuple(fc.constant(key), good);
    const keys = fc.constantFrom(key, key, key, key, `${key}[]`, `${key}[x]`);
    return fc.tuple(keys, fc.oneof(good, hostile, ids));
  });
  const other = hostile ? [fc.tuple(hostile, hostile)] : [];
  const one = fc.oneof<fc.Arbitrary<[string, string]>[]>(...parameters, ...other);
  return hostile
    ? fc.array(one, { maxLength: 4 })
    : fc.uniqueArray(one, { maxLength: 2, selector: ([key]) => key });
}

const foreignMarks = () => foreign.map((one) => one.toLowerCase());

function noteWritten({ body }: RequestInit): void {
  if (typeof body !== 'string') return;
  const text = body.toLowerCase();
  for (const mark of foreignMarks()) if (text.includes(mark)) written.add(mark);
}

async function check(name: OperationName, response: Response, text: string, sent: string): Promise<void> {
  const where = `${name}: ${response.status} ${text.slice(0, 400)}`;
  const lower = text.toLowerCase();
  for (const secret of [JWT_SECRET, MASTER_KEY, WEBHOOK_APP.appSecret, SECRET_VALUE, ...tokens()]) {
    expect(text.includes(secret), `${where}\nholds a secret`).toBe(false);
  }
  for (const mark of foreignMarks()) {
    expect(
      lower.includes(mark) && !sent.includes(mark) && !written.has(mark),
      `${where}\nholds ${mark} of the other organisation`,
    ).toBe(false);
  }
  expect(text, where).not.toMatch(/\bat \S+ \(|node_modules|syntax error|relation "|violates|PostgresError/);
  if (response.status === 304) return;
  if (response.status < 300) {
    const contract: Operation = operations[name];
    expect(response.status, where).toBe(contract.status ?? 200);
    // A file, in the operations that answer one.
    if (!response.headers.get('content-type')?.startsWith('application/json')) return;
    const { error } = contract.response.safeParse(JSON.parse(text));
    expect(error?.issues, where).toBeUndefined();
    return;
  }
  // Temporal, Meta and storage aren't part of this test: who needs one of them may say that it is away.
  const isAway =
    response.status === 503 && /"code":"((temporal|whatsapp|storage)_unavailable|timeout)"/.test(text);
  expect(response.status < 500 || isAway, where).toBe(true);
  expect(response.headers.get('content-type'), where).toMatch(/^application\/problem\+json/);
  expect(problem.safeParse(JSON.parse(text)).error, where).toBeUndefined();
}

/** Where nothing of a kind was found, an id of nothing. */
function valuesOf(known: KnownIds, key: string): string[] {
  return known[key]?.length ? known[key] : [randomUUID(), '1'];
}

function tokens(): string[] {
  return [api.ours, api.theirs].flatMap(({ apiKey, users }) => [
    apiKey,
    ...Object.values(users).map(({ token }) => token),
  ]);
}

function schemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function isUuid(text: string): boolean {
  return /^[0-9a-f-]{36}$/.test(text);
}

/** One row behind as many lists as possible; creations that need more than their example just fail. */
async function fill(org: TestOrg): Promise<void> {
  const { sql } = api.database;
  const { token } = org.users.owner;
  for (const name of names) {
    const { method, path, example }: Operation = operations[name];
    const isCreation = method === 'post' && /^\/v1\/orgs\/\{org\}\/[\w-]+$/.test(path);
    if (isCreation) await api.send(name, { token, params: { org: org.id }, body: example });
  }
  const name = org === api.theirs ? 'theirs_only' : 'ours_only';
  await api.send('setSecret', { token, params: { org: org.id, name }, body: { value: SECRET_VALUE } });
  const { items } = await api.call('listFlows', { token, params: { org: org.id } });
  const [version, run] = [randomUUID(), randomUUID()];
  await sql`
    insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
    select ${version}, org_id, id, 1, draft, 'x' from public.flows where id = ${items[0]!.id}`;
  await sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state,
      workflow_id, status, ended_at)
    values (${run}, ${org.id}, ${items[0]!.id}, ${version}, ${org.contactId}, ${org.conversationId}, 'start', '{}', ${run},
      'completed', now())`;
  await sql`
    insert into public.flow_run_steps (run_id, n, org_id, seq, node_id, node_type, at)
    values (${run}, 1, ${org.id}, 1, 'n', 'exit', now())`;
  await sql`
    insert into public.flow_jobs (id, org_id, flow_id, kind, dedupe_key, created_by)
    values (${randomUUID()}, ${org.id}, ${items[0]!.id}, 'exit', ${run}, 'test')`;
}

/** Some operations may take away the caller's own place. */
async function restoreOwner(): Promise<void> {
  const { id, users } = api.ours;
  await api.database.sql`
    insert into public.org_members (org_id, user_id, role)
    select ${id}, ${users.owner.id}, 'owner' where exists (select from public.organizations where id = ${id})
    on conflict (org_id, user_id) do update set role = 'owner'`;
}

async function tablesOfOrganisations(): Promise<string[]> {
  const rows = await api.database.sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attname = 'org_id' and c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'private')
    order by 1`;
  return rows.map((row) => row.name);
}

/** Of every table, all rows of an organisation in one hash. */
async function checksums(org: string): Promise<Record<string, string>> {
  const parts = foreignTables.map(
    (name) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${name} t where org_id = $1`,
  );
  const rows = await api.database.sql.unsafe<{ name: string; sum: string }[]>(parts.join(' union all '), [
    org,
  ]);
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}
