/** The functions that people's requests may call check the role inside: every one, as every caller, in both organisations. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { functionAccess } from '../../core/api/table-access.ts';
import type { Permission } from '../../core/api/permissions.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createFixtures, type Fixtures } from '../testing/fixtures.ts';
import { as, callers, hasRole, whose, type Caller, type Whose } from './callers.ts';
import { leastRoleOf } from './catalogue.ts';
import { fillEveryTable } from './fill.ts';

let database: TestDatabase;
let fixtures: Fixtures;
beforeAll(async () => {
  database = await createDatabase();
  fixtures = await createFixtures(database.sql);
  await fillEveryTable(database.sql, fixtures.ours);
  await fillEveryTable(database.sql, fixtures.theirs);
});
afterAll(() => database.drop());

/** let in: also when the ids that were passed name nothing. */
type Outcome = 'refused' | 'let in';

/** These find nothing for who may not ask; the others raise PA002. */
const answersEmpty = [
  'private.find_conversations',
  'private.find_contacts',
  'private.member_names',
  'private.list_members',
  'private.list_invitations',
];
/** Its refusal can't be told from outside; it has a test of its own below. */
const answersNothing = 'private.keep_idempotent_answer';

const checked = Object.entries(functionAccess).filter(
  (entry): entry is [string, Permission] => entry[1] !== null && entry[0] !== answersNothing,
);

it.each(checked)('%s', async (name, needs) => {
  const parameters = await database.sql<{ name: string; type: string }[]>`
    select a.name, format_type(a.type, null) as type
    from pg_proc p,
      unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) with ordinality as a (name, type, n)
    where p.oid = ${name}::regproc order by a.n`;
  // The organisation that it is asked about is always named.
  expect(parameters.map((parameter) => parameter.name)).toContain('p_org_id');

  const outcomes: Record<string, Outcome> = {};
  const expected: Record<string, Outcome> = {};
  for (const caller of callers) {
    for (const side of whose) {
      const values = parameters.map((parameter) => argument(parameter.name, parameter.type, side));
      const places = parameters.map(({ type }, n) => `$${n + 1}::text::${type}`);
      const cell = `${caller}, ${side}`;
      outcomes[cell] = await attempt(caller, name, places, values);
      expected[cell] = side === 'ours' && hasRole(caller, leastRoleOf(needs)) ? 'let in' : 'refused';
    }
  }
  expect(outcomes).toEqual(expected);
});

/** Of this organisation where a name says what is meant; whatever fits the type elsewhere. */
function argument(name: string, type: string, side: Whose): string {
  const org = fixtures[side];
  const known: Record<string, string> = {
    p_org_id: org.id,
    p_contact_id: org.contactId,
    p_conversation_id: org.conversationId,
    p_search: 'Ada',
    p_tag: 'lead',
    p_content: '{"type":"text"}',
    p_rules: '{"kind":"all","of":[{"kind":"created","op":"in-last-days","days":1}]}',
    p_envelope: `\\x${'00'.repeat(40)}`,
    'p_source text': 'agent',
    p_status: 'paused',
    p_role: 'viewer',
    p_reason: 'request',
    p_is_silent: 'false',
  };
  const byType: Record<string, string> = {
    uuid: randomUUID(),
    'uuid[]': '{}',
    text: 'x',
    jsonb: '{}',
    'text[]': '{contacts:read}',
    bytea: '\\x00',
    boolean: 'true',
    integer: '10',
    smallint: '200',
    bigint: '1',
    'timestamp with time zone': new Date().toISOString(),
  };
  const value = known[`${name} ${type}`] ?? known[name] ?? byType[type];
  if (value === undefined) throw new Error(`${name} has the type ${type}: say what to pass`);
  return value;
}

async function attempt(caller: Caller, name: string, places: string[], values: string[]): Promise<Outcome> {
  try {
    const rows = await as(database.sql, fixtures, caller, (tx) =>
      tx.unsafe(`select * from ${name}(${places.join(', ')})`, values),
    );
    return answersEmpty.includes(name) && rows.length === 0 ? 'refused' : 'let in';
  } catch (error) {
    // Any other error came behind the check.
    return (error as { code?: string }).code === 'PA002' ? 'refused' : 'let in';
  }
}

it('keeps an answer only under a key that the same caller has taken', async () => {
  const { sql } = database;
  const { ours } = fixtures;
  const [taken] = await sql.begin(async (tx) => {
    await tx`
      select set_config('role', 'app_user', true),
        set_config('request.jwt.claims', ${JSON.stringify({ sub: ours.users.viewer.id })}, true)`;
    return tx<{ isNew: boolean }[]>`
      select is_new as "isNew" from private.claim_idempotency_key(${ours.id}, 'k', decode('00', 'hex'))`;
  });
  expect(taken).toEqual({ isNew: true });
  for (const caller of callers) {
    const kept = await as(sql, fixtures, caller, async (tx) => {
      await tx`select private.keep_idempotent_answer(${ours.id}, 'k', 200::smallint, '{}', null)`;
      await tx`reset role`;
      return tx`select from private.idempotency_keys where org_id = ${ours.id} and status is not null`;
    });
    expect([caller, kept.length]).toEqual([caller, caller === 'viewer' ? 1 : 0]);
  }
});
