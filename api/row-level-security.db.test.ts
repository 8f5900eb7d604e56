import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../local/testing/database.ts';
import type { Role } from '../core/api/schemas.ts';
import { claimsOf } from './auth/principal.ts';
import { createFixtures, type Fixtures, type TestOrg } from './testing/fixtures.ts';

let database: TestDatabase;
let fixtures: Fixtures;
beforeAll(async () => {
  database = await createDatabase();
  fixtures = await createFixtures(database.sql);
  await fillEveryTable(database.sql, fixtures.ours);
  await fillEveryTable(database.sql, fixtures.theirs);
});
afterAll(() => database.drop());

/** Tables that carry an organisation, and what `app_user` may do there; a table that is missing here fails the test. */
const tenantTables: Record<string, ('select' | 'insert' | 'update' | 'delete')[]> = {
  'public.organizations': ['select', 'update'],
  'public.org_members': ['select'],
  'public.api_keys': [],
  'public.waba_accounts': ['select'],
  'public.phone_numbers': ['select'],
  'public.templates': ['select'],
  'public.contacts': ['select', 'insert', 'update'],
  'public.contact_identities': ['select', 'insert'],
  'public.contact_events': ['select'],
  'public.contact_fields': ['select'],
  'public.consent_events': ['select', 'insert'],
  'public.segments': ['select', 'insert', 'update', 'delete'],
  'public.segment_members': ['select'],
  'public.conversations': ['select', 'update'],
  'public.messages': ['select'],
  'public.flows': ['select', 'insert', 'update'],
  'public.flow_versions': ['select'],
  'public.flow_triggers': ['select'],
  'public.flow_runs': ['select'],
  'public.flow_run_steps': ['select'],
  'public.flow_jobs': ['select'],
  'private.channel_credentials': [],
  'private.dead_letters': [],
  'private.idempotency_keys': [],
  'private.trigger_clocks': [],
  'private.trigger_occurrences': [],
  'private.org_secrets': [],
  'private.flow_calls': [],
};

describe('the catalogue', () => {
  it('has row level security on every table', async () => {
    const open = await database.sql`
      select c.oid::regclass::text as name from pg_class c
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p')
        and not c.relrowsecurity`;
    expect(open).toEqual([]);
  });

  it('gives nothing to anon, authenticated and the public', async () => {
    const grants = await database.sql`
      select c.oid::regclass::text as name, coalesce(r.rolname, 'public') as grantee, a.privilege_type
      from pg_class c
      cross join lateral aclexplode(c.relacl) a
      left join pg_roles r on r.oid = a.grantee
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'S')
        and (a.grantee = 0 or r.rolname in ('anon', 'authenticated'))
      union all
      select t.attrelid::regclass || '.' || t.attname, coalesce(r.rolname, 'public'), a.privilege_type
      from pg_attribute t
      join pg_class c on c.oid = t.attrelid
      cross join lateral aclexplode(t.attacl) a
      left join pg_roles r on r.oid = a.grantee
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and (a.grantee = 0 or r.rolname in ('anon', 'authenticated'))`;
    expect(grants).toEqual([]);
  });

  it('lets the public execute no function of schema private', async () => {
    const open = await database.sql`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'private'::regnamespace
        and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)`;
    expect(open).toEqual([]);
  });

  it('pins the search path of every function of schema private', async () => {
    const loose = await database.sql`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'private'::regnamespace and not coalesce(p.proconfig @> array['search_path=""'], false)`;
    expect(loose).toEqual([]);
  });

  it('has policies for app_user only, one for each command of a table', async () => {
    const wrong = await database.sql`
      select tablename, policyname from pg_policies
      where schemaname in ('public', 'private') and (roles <> '{app_user}' or permissive <> 'PERMISSIVE' or cmd = 'ALL')`;
    expect(wrong).toEqual([]);
    const doubled = await database.sql`
      select tablename, cmd from pg_policies where schemaname in ('public', 'private')
      group by schemaname, tablename, cmd having count(*) > 1`;
    expect(doubled).toEqual([]);
  });

  it('grants app_user nothing that is not in the table above', async () => {
    const tables = await database.sql<{ name: string; allowed: string[] }[]>`
      select c.relnamespace::regnamespace || '.' || c.relname as name,
        array_remove(array[
          case when has_any_column_privilege('app_user', c.oid, 'select') then 'select' end,
          case when has_any_column_privilege('app_user', c.oid, 'insert') then 'insert' end,
          case when has_any_column_privilege('app_user', c.oid, 'update') then 'update' end,
          case when has_table_privilege('app_user', c.oid, 'delete, truncate') then 'delete' end], null) as allowed
      from pg_class c
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p')
      order by 1`;
    const granted = Object.fromEntries(
      tables.filter(({ allowed }) => allowed.length > 0).map((t) => [t.name, t.allowed]),
    );
    const expected = Object.fromEntries(
      Object.entries(tenantTables).filter(([, allowed]) => allowed.length > 0),
    );
    expect(granted).toEqual(expected);
  });

  it('has no table with an organisation that the table above doesn’t know', async () => {
    const tables = await database.sql<{ name: string }[]>`
      select c.relnamespace::regnamespace || '.' || c.relname as name
      from pg_attribute t join pg_class c on c.oid = t.attrelid
      where t.attname = 'org_id' and c.relkind in ('r', 'p')
        and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)`;
    const known = Object.keys(tenantTables).filter((name) => name !== 'public.organizations');
    expect(tables.map(({ name }) => name).sort()).toEqual(known.sort());
  });
});

const callers = ['owner', 'viewer', 'key', 'stranger', 'nobody'] as const;
type Caller = (typeof callers)[number];

describe.each(callers)('as %s', (caller) => {
  it.each(Object.entries(tenantTables))('sees of %s only what is theirs', async (table, allowed) => {
    const orgColumn = orgColumnOf(table);
    const [stored] = await database.sql.unsafe<{ n: number }[]>(
      `select count(distinct ${orgColumn})::int as n from ${table} where ${orgColumn} = any ($1)`,
      [[fixtures.ours.id, fixtures.theirs.id]],
    );
    expect(stored?.n).toBe(2); // there is something to hide
    const reading = as(caller, (tx) =>
      tx.unsafe<{ org: string }[]>(`select distinct ${orgColumn} as org from ${table}`),
    );
    if (!allowed.includes('select')) return expect(reading).rejects.toMatchObject({ code: '42501' });
    const isMember = caller === 'owner' || caller === 'viewer' || caller === 'key';
    expect((await reading).map(({ org }) => org)).toEqual(isMember ? [fixtures.ours.id] : []);
  });

  it.each(Object.entries(tenantTables).filter(([, allowed]) => allowed.includes('update')))(
    'changes no foreign row of %s',
    async (table) => {
      const column = table === 'public.conversations' ? 'status' : 'name';
      const changed = await as(caller, (tx) =>
        tx.unsafe(`update ${table} set ${column} = ${column} where ${orgColumnOf(table)} = $1`, [
          fixtures.theirs.id,
        ]),
      );
      expect(changed.count).toBe(0);
    },
  );

  it.each(Object.entries(tenantTables).filter(([, allowed]) => allowed.includes('delete')))(
    'removes no foreign row of %s',
    async (table) => {
      const removed = await as(caller, (tx) =>
        tx.unsafe(`delete from ${table} where ${orgColumnOf(table)} = $1`, [fixtures.theirs.id]),
      );
      expect(removed.count).toBe(0);
    },
  );

  it('adds nothing to another organisation', async () => {
    const org = fixtures.theirs.id;
    const contact = fixtures.theirs.contactId;
    const statements: [string, string[]][] = [
      ['insert into public.contacts (org_id, name) values ($1, $2)', [org, 'x']],
      [
        `insert into public.contact_identities (org_id, contact_id, kind, value) values ($1, $2, 'phone', '+1')`,
        [org, contact],
      ],
      [
        `insert into public.consent_events (org_id, contact_id, state, source, at) values ($1, $2, 'granted', 'x', now())`,
        [org, contact],
      ],
      [`insert into public.flows (org_id, name, draft, draft_hash) values ($1, $2, '{}', 'x')`, [org, 'x']],
      [`insert into public.segments (org_id, name, rules) values ($1, $2, '{}')`, [org, 'x']],
    ];
    for (const [statement, values] of statements) {
      await expect(as(caller, (tx) => tx.unsafe(statement, values))).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('gets nothing done by functions in another organisation', async () => {
    const { id: org, conversationId } = fixtures.theirs;
    const found = await as(caller, (tx) => tx`select private.search_contacts(${org}, 'Ada', 10)`);
    expect(found).toHaveLength(0);
    const names = await as(caller, (tx) => tx`select * from private.member_names(${org})`);
    expect(names).toHaveLength(0);
    const refused: ((tx: postgres.TransactionSql) => Promise<unknown>)[] = [
      (tx) => tx`
        select private.create_agent_message(${org}, ${conversationId}, ${randomUUID()}, '{"type":"text"}', 'x', 'agent')`,
      (tx) => tx`select private.publish_flow(${org}, ${randomUUID()}, 1, null, '[]', '{}')`,
      (tx) => tx`
        select private.republish_flow(${org}, ${randomUUID()}, 1, '{}', 'x', null, '[]', '{}', true, 1)`,
      (tx) =>
        tx`select private.create_flow_job(${org}, ${randomUUID()}, ${randomUUID()}, 'exit', '{}', null)`,
      (tx) => tx`select private.steer_flow_job(${org}, ${randomUUID()}, 'cancelled')`,
      (tx) => tx`select private.set_flow_status(${org}, ${randomUUID()}, 'paused')`,
      (tx) => tx`select private.count_segment(${org}, '{"kind":"all","of":[]}', now())`,
      (tx) => tx`select private.search_segment(${org}, '{"kind":"all","of":[]}', now(), null, null, 1)`,
      (tx) => tx`
        select * from private.record_api_event(${org}, ${fixtures.theirs.contactId}, 'x', '{}', null)`,
      (tx) => tx`select private.claim_idempotency_key(${org}, 'k', decode('00', 'hex'))`,
      (tx) => tx`select private.list_org_secrets(${org})`,
      (tx) => tx`select private.set_org_secret(${org}, 'x', decode(repeat('00', 40), 'hex'))`,
      (tx) => tx`select private.delete_org_secret(${org}, 'x')`,
    ];
    for (const attempt of refused) await expect(as(caller, attempt)).rejects.toMatchObject({ code: 'PA002' });
    const outbox = await database.sql`select 1 from private.outbox`;
    expect(outbox).toHaveLength(0);
  });
});

it('lets a viewer read but not write at home', async () => {
  const { id } = fixtures.ours;
  const attempt = as('viewer', (tx) => tx`insert into public.contacts (org_id, name) values (${id}, 'x')`);
  await expect(attempt).rejects.toMatchObject({ code: '42501' });
  const changed = await as('viewer', (tx) => tx`update public.contacts set name = 'x' where org_id = ${id}`);
  expect(changed.count).toBe(0);
});

it('never lets a row point into another organisation', async () => {
  const { ours, theirs } = fixtures;
  const attempt = as(
    'owner',
    (tx) => tx`
    insert into public.contact_identities (org_id, contact_id, kind, value)
    values (${ours.id}, ${theirs.contactId}, 'phone', '+1')`,
  );
  await expect(attempt).rejects.toMatchObject({ code: '23503' });
});

function orgColumnOf(table: string): string {
  return table === 'public.organizations' ? 'id' : 'org_id';
}

/** Acts as the API does: logged in as superuser here, then app_user with claims; always rolled back. */
async function as<Result>(
  caller: Caller,
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  const undo = new Error('rolled back on purpose');
  let result: Result;
  try {
    await database.sql.begin(async (tx) => {
      await tx`
        select set_config('role', 'app_user', true), set_config('request.jwt.claims', ${JSON.stringify(claims(caller))}, true)`;
      result = await work(tx);
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return result!;
}

function claims(caller: Caller): Record<string, string> {
  if (caller === 'nobody') return {};
  const { ours, stranger } = fixtures;
  if (caller === 'key') {
    const role: Role = 'owner';
    return claimsOf({ kind: 'apiKey', id: randomUUID(), name: 'k', orgId: ours.id, role });
  }
  const user = caller === 'stranger' ? stranger : ours.users[caller];
  return claimsOf({ kind: 'user', id: user.id, email: null, name: null });
}

/** What the fixtures leave out, so that no check passes because a table is empty. */
async function fillEveryTable(sql: postgres.Sql, org: TestOrg): Promise<void> {
  const { id, contactId, conversationId } = org;
  const [flow, version, run] = [randomUUID(), randomUUID(), randomUUID()];
  await sql`update public.contacts set tags = '{lead}' where id = ${contactId}`; // writes contact_events
  await sql`
    insert into public.consent_events (org_id, contact_id, state, source, at)
    values (${id}, ${contactId}, 'granted', 'form', now())`;
  await sql`insert into public.flows (id, org_id, name, draft, draft_hash) values (${flow}, ${id}, 'F', '{}', 'x')`;
  await sql`
    with segment as (
      insert into public.segments (org_id, name, rules) values (${id}, 'S', '{"kind":"all","of":[]}') returning id)
    insert into public.segment_members (org_id, segment_id, contact_id, since)
    select ${id}, id, ${contactId}, now() from segment`;
  await sql`
    insert into public.flow_versions (id, org_id, flow_id, number, doc, hash)
    values (${version}, ${id}, ${flow}, 1, '{}', 'x')`;
  await sql`
    insert into public.flow_triggers (org_id, flow_id, flow_version_id, node_id, type, rules)
    values (${id}, ${flow}, ${version}, 'n', 'keyword-trigger', '{}')`;
  await sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id,
      state, workflow_id)
    values (${run}, ${id}, ${flow}, ${version}, ${contactId}, ${conversationId}, 'n', '{}', ${run})`;
  await sql`
    insert into public.flow_run_steps (run_id, n, org_id, seq, node_id, node_type, at)
    values (${run}, 1, ${id}, 1, 'n', 'exit', now())`;
  await sql`
    insert into private.flow_calls (run_id, ordinal, org_id, node_id, request) values (${run}, 1, ${id}, 'n', '{}')`;
  await sql`
    insert into public.flow_jobs (id, org_id, flow_id, kind, dedupe_key, created_by)
    values (${randomUUID()}, ${id}, ${flow}, 'exit', 'x', 'x')`;
  await sql`
    insert into private.channel_credentials (org_id, waba_account_id, kind, envelope)
    select org_id, id, 'access_token', decode('00', 'hex') from public.waba_accounts where org_id = ${id}`;
  await sql`
    insert into private.trigger_clocks (org_id, flow_id, node_id, checked_until) values (${id}, ${flow}, 'n', now())`;
  await sql`
    insert into private.trigger_occurrences (org_id, flow_id, node_id, contact_id, day)
    values (${id}, ${flow}, 'n', ${contactId}, '2027-01-01')`;
  await sql`insert into private.dead_letters (org_id, kind, cause) values (${id}, ${id}, 'x')`;
  await sql`
    insert into private.org_secrets (org_id, name, envelope) values (${id}, 'x', decode(repeat('00', 40), 'hex'))`;
  await sql`
    insert into private.idempotency_keys (org_id, caller, key, request_hash) values (${id}, 'user:x', 'k', decode('00', 'hex'))`;
}
