/** The matrix, executed: every table, every command, every caller, rows of their own organisation and of another one. */
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableAccess, type Command, type TableAccess } from '../../core/api/table-access.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createFixtures, type Fixtures } from '../testing/fixtures.ts';
import { as, callers, hasRole, whose, type Caller, type Whose } from './callers.ts';
import { columnsOf, commands, leastRoleOf, needsOf, orgColumnOf } from './catalogue.ts';
import { fillEveryTable, freshValues } from './fill.ts';

let database: TestDatabase;
let fixtures: Fixtures;
beforeAll(async () => {
  database = await createDatabase();
  fixtures = await createFixtures(database.sql);
  await fillEveryTable(database.sql, fixtures.ours);
  await fillEveryTable(database.sql, fixtures.theirs);
});
afterAll(() => database.drop());

/** no grant: nobody may. no row: the policy hides them all, or refuses the new one. some rows: it happened. */
type Outcome = 'no grant' | 'no row' | 'some rows';

describe.each(Object.entries(tableAccess))('%s', (table, access) => {
  it.each(commands)('%s', async (command) => {
    const statement = await prepare(table, access, command);
    const outcomes: Record<string, Outcome> = {};
    const expected: Record<string, Outcome> = {};
    for (const caller of callers) {
      // What isn't granted is refused before any row is looked at.
      const sides = needsOf(access, command) === null ? (['ours'] as const) : whose;
      for (const side of sides) {
        const cell = `${caller}, ${side}`;
        outcomes[cell] = await attempt(caller, (tx) => statement(tx, side));
        expected[cell] = expectedOutcome(needsOf(access, command), caller, side);
      }
    }
    expect(outcomes).toEqual(expected);
  });
});

function expectedOutcome(needs: ReturnType<typeof needsOf>, caller: Caller, side: Whose): Outcome {
  if (needs === null) return 'no grant';
  return side === 'ours' && hasRole(caller, leastRoleOf(needs)) ? 'some rows' : 'no row';
}

type Statement = (tx: postgres.TransactionSql, side: Whose) => Promise<number>;

/** What is tried: on all rows of an organisation or, for a table that people may not touch, on whatever there is. */
async function prepare(table: string, access: TableAccess, command: Command): Promise<Statement> {
  const { sql } = database;
  if (needsOf(access, command) === null) {
    const [first] = await sql<{ name: string }[]>`
      select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
      order by attnum limit 1`;
    const text = {
      select: `select from ${table} limit 1`,
      insert: `insert into ${table} default values`,
      update: `update ${table} set ${first!.name} = default`,
      delete: `delete from ${table}`,
    }[command];
    return async (tx) => (await tx.unsafe(text)).count;
  }
  const orgColumn = (await orgColumnOf(sql, table))!;
  const stored = await Promise.all(
    whose.map(async (side) => {
      const [row] = await sql.unsafe<{ row: Record<string, unknown> }[]>(
        `select to_jsonb(t) as row from ${table} t where ${orgColumn} = $1 limit 1`,
        [fixtures[side].id],
      );
      // There must be something to hide: fill.ts.
      expect([table, side, row !== undefined]).toEqual([table, side, true]);
      return [side, row!.row] as const;
    }),
  );
  const rows = Object.fromEntries(stored) as Record<Whose, Record<string, unknown>>;
  if (command === 'insert') return insertCopy(table, columnsOf(access, 'insert'), rows);
  const text = {
    select: `select from ${table} where ${orgColumn} = $1`,
    update: `update ${table} set ${columnsOf(access, 'update')
      .map((column) => `${column} = ${column}`)
      .join(', ')} where ${orgColumn} = $1`,
    delete: `delete from ${table} where ${orgColumn} = $1`,
  }[command];
  return async (tx, side) => (await tx.unsafe(text, [fixtures[side].id])).count;
}

/** Another row like one that is there, given in exactly the columns that people may give. */
function insertCopy(
  table: string,
  columns: readonly string[],
  rows: Record<Whose, Record<string, unknown>>,
): Statement {
  const fresh: Record<string, string> = { id: 'gen_random_uuid()', ...freshValues[table] };
  const values = columns.map((column) => fresh[column] ?? `r.${column}`);
  const text = `
    insert into ${table} (${columns.join(', ')})
    select ${values.join(', ')} from jsonb_populate_record(null::${table}, $1) r`;
  return async (tx, side) => (await tx.unsafe(text, [rows[side] as never])).count;
}

async function attempt(
  caller: Caller,
  work: (tx: postgres.TransactionSql) => Promise<number>,
): Promise<Outcome> {
  try {
    const count = await as(database.sql, fixtures, caller, work);
    return count > 0 ? 'some rows' : 'no row';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // The row was allowed, and is there already.
    if (code === '23505') return 'some rows';
    if (code !== '42501') throw error;
    // Both have one code: a table that isn't granted, and a row that the policy for new rows refuses.
    return message.startsWith('permission denied') ? 'no grant' : 'no row';
  }
}

it('never lets a row point into another organisation', async () => {
  const { ours, theirs } = fixtures;
  const pointing = as(
    database.sql,
    fixtures,
    'owner',
    (tx) => tx`
      insert into public.contact_identities (org_id, contact_id, kind, value)
      values (${ours.id}, ${theirs.contactId}, 'phone', '+1')`,
  );
  await expect(pointing).rejects.toMatchObject({ code: '23503' });
});

it('shows to a person of both organisations both, each by the role in it', async () => {
  const { ours, theirs } = fixtures;
  const { sql } = database;
  const { id } = ours.users.admin;
  await sql`insert into public.org_members (org_id, user_id, role) values (${theirs.id}, ${id}, 'viewer')`;
  const seen = await as(sql, fixtures, 'admin', (tx) => tx`select distinct org_id from public.contacts`);
  expect(seen).toHaveLength(2);
  const changed = await as(
    sql,
    fixtures,
    'admin',
    (tx) => tx`update public.contacts set name = name returning org_id as "orgId"`,
  );
  expect(new Set(changed.map(({ orgId }) => orgId as string))).toEqual(new Set([ours.id]));
  await sql`delete from public.org_members where org_id = ${theirs.id} and user_id = ${id}`;
});
