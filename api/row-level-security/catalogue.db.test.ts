/** The catalogue of the database against the matrix: nothing is missing, nothing is there that the matrix doesn't know. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionAccess, tableAccess } from '../../core/api/table-access.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { columnsOf, commands, leastRoleOf, needsOf, openCells, readTables } from './catalogue.ts';

let database: TestDatabase;
let sql: TestDatabase['sql'];
beforeAll(async () => {
  database = await createDatabase();
  ({ sql } = database);
});
afterAll(() => database.drop());

describe('a table', () => {
  it('has row level security on, partitions included', async () => {
    const tables = await readTables(sql);
    expect(tables.length).toBeGreaterThan(Object.keys(tableAccess).length);
    expect(tables.filter(({ hasRowSecurity }) => !hasRowSecurity)).toEqual([]);
  });

  it('has a row in the matrix, and the matrix names no other', async () => {
    const tables = await readTables(sql);
    const own = tables.filter(({ partitionOf }) => partitionOf === null);
    expect(own.map(({ name }) => name).sort()).toEqual(Object.keys(tableAccess).sort());
  });

  it('points only to rows of its own organisation: org_id is part of every foreign key between two tenant tables', async () => {
    const loose = await sql<{ name: string }[]>`
      select f.conrelid::regclass || '.' || f.conname as name
      from pg_constraint f
      join pg_attribute a on a.attrelid = f.conrelid and a.attname = 'org_id'
      join pg_attribute b on b.attrelid = f.confrelid and b.attname = 'org_id'
      where f.contype = 'f' and f.connamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (
          select from unnest(f.conkey, f.confkey) as pair (mine, yours) where mine = a.attnum and yours = b.attnum)`;
    // Written by the gate alone, from the message itself.
    expect(loose.map(({ name }) => name)).toEqual(['messages.messages_retry_of_fkey']);
  });
});

describe('a policy', () => {
  it('stands for every open cell of the matrix: for app_user, permissive, one a command, with the least role of its permission', async () => {
    const policies = await sql<{ cell: string; name: string; roles: string[]; kind: string }[]>`
      select schemaname || '.' || tablename || ' ' || lower(cmd) as cell, policyname as name, roles::text[], permissive as kind
      from pg_policies where schemaname in ('public', 'private') order by 1, 2`;
    const expected = openCells.map(({ table, command, needs }) => ({
      cell: `${table} ${command}`,
      name: `${command}_${leastRoleOf(needs)}`,
      roles: ['app_user'],
      kind: 'PERMISSIVE',
    }));
    expect([...policies]).toEqual(expected.sort((a, b) => (a.cell < b.cell ? -1 : 1)));
  });

  it('compares the organisation with one list that is made once a statement, and does nothing else', async () => {
    const policies = await sql<{ cell: string; using: string | null; check: string | null }[]>`
      select schemaname || '.' || tablename || ' ' || lower(cmd) as cell, qual as using, with_check as check
      from pg_policies where schemaname in ('public', 'private')`;
    const found = new Map(policies.map(({ cell, using, check }) => [cell, { using, check }]));
    for (const { table, command, needs } of openCells) {
      const column = table === 'public.organizations' ? 'id' : 'org_id';
      const once = `(${column} = ANY (( SELECT private.org_ids_for('${leastRoleOf(needs)}'::org_role) AS org_ids_for)::uuid[]))`;
      expect([table, command, found.get(`${table} ${command}`)]).toEqual([
        table,
        command,
        {
          using: command === 'insert' ? null : narrowed(`${table} ${command}`, once),
          check: command === 'insert' || command === 'update' ? once : null,
        },
      ]);
    }
  });
});

describe('a grant to app_user', () => {
  it('stands for every open cell of the matrix and for no other, whole tables and columns alike', async () => {
    const granted: Record<string, Record<string, string[] | true>> = {};
    for (const { name } of await readTables(sql)) {
      const [row] = await sql<Record<string, boolean>[]>`
        select has_table_privilege('app_user', ${name}, 'select') as select,
          has_any_column_privilege('app_user', ${name}, 'select') as "selectColumn",
          has_table_privilege('app_user', ${name}, 'insert') as insert,
          has_table_privilege('app_user', ${name}, 'update') as update,
          has_table_privilege('app_user', ${name}, 'delete') as delete,
          has_table_privilege('app_user', ${name}, 'truncate, references, trigger, maintain') as other`;
      const columns = (command: string) => sql<{ name: string }[]>`
        select attname as name from pg_attribute
        where attrelid = ${name}::regclass and attnum > 0 and not attisdropped
          and has_column_privilege('app_user', attrelid, attnum, ${command}) order by attnum`;
      expect([name, row!.insert, row!.update, row!.other]).toEqual([name, false, false, false]);
      expect([name, row!.selectColumn]).toEqual([name, row!.select]);
      for (const command of commands) {
        const names =
          command === 'insert' || command === 'update' ? (await columns(command)).map((c) => c.name) : [];
        if (names.length > 0) (granted[name] ??= {})[command] = names.sort();
        else if (row![command]) (granted[name] ??= {})[command] = true;
      }
    }
    const expected: typeof granted = {};
    for (const { table, command, access } of openCells) {
      const isByColumn = command === 'insert' || command === 'update';
      (expected[table] ??= {})[command] = isByColumn ? [...columnsOf(access, command)].sort() : true;
    }
    expect(granted).toEqual(expected);
  });

  it('never lets anybody change to whom a row belongs or what it is called by', () => {
    const movable = openCells.filter(
      ({ access, command }) =>
        command === 'update' &&
        columnsOf(access, 'update').some((column) => ['id', 'org_id'].includes(column)),
    );
    expect(movable).toEqual([]);
    for (const [table, access] of Object.entries(tableAccess)) {
      // What may be written may be read: else an update could not even find its rows.
      expect([table, needsOf(access, 'select') === null && Object.keys(access).length > 0]).toEqual([
        table,
        false,
      ]);
    }
  });
});

describe('a function', () => {
  it('that people’s requests may call is in the matrix', async () => {
    const callable = await sql<{ name: string }[]>`
      select distinct p.pronamespace::regnamespace || '.' || p.proname as name from pg_proc p
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and has_function_privilege('app_user', p.oid, 'execute')`;
    expect(callable.map(({ name }) => name).sort()).toEqual(Object.keys(functionAccess).sort());
  });

  it('has its search path pinned to nothing', async () => {
    const loose = await sql`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
        and not coalesce(p.proconfig @> array['search_path=""'], false)`;
    expect(loose).toEqual([]);
  });

  it('of ours stands in schema private, which no REST door shows', async () => {
    const shown = await sql`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;
    expect(shown).toEqual([]);
  });
});

/** Policies that let in fewer rows still, by a column of the row itself. */
function narrowed(cell: string, once: string): string {
  // Meta's own ids of a person are not people's to take away.
  if (cell === 'public.contact_identities delete') {
    return `(${once} AND (kind = ANY (ARRAY['wa_id'::text, 'phone'::text])))`;
  }
  // What was started is steered by `private.steer_campaign`.
  if (['public.campaigns update', 'public.campaigns delete'].includes(cell)) {
    return `(${once} AND (status = 'draft'::text))`;
  }
  return once;
}
