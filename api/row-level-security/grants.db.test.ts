/** Nobody but our own roles has any right on anything of ours, whatever default privileges the database came with. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { createGenerousDatabase } from '../../local/testing/generous-database.ts';

const databases = {
  'a plain Postgres': createDatabase,
  'a project that hands new tables to everybody': createGenerousDatabase,
};

/** Our own; each is asked about below or in the matrix. */
const ourRoles = ['app_user', 'parley_api', 'parley_worker'];

describe.each(Object.entries(databases))('on %s', (_, create) => {
  let database: Pick<TestDatabase, 'sql' | 'drop'>;
  let sql: TestDatabase['sql'];
  beforeAll(async () => {
    database = await create();
    ({ sql } = database);
  });
  afterAll(() => database.drop());

  it('tables, columns and sequences are granted to nobody else', async () => {
    const grants = await sql<{ place: string; grantee: string }[]>`
      with ours as (
        select c.* from pg_class c where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      ), granted as (
        select o.oid::regclass::text as place, o.relowner as owner, a.grantee, a.privilege_type as right
        from ours o cross join lateral aclexplode(o.relacl) a
        union all
        select o.oid::regclass || '.' || t.attname, o.relowner, a.grantee, a.privilege_type
        from ours o join pg_attribute t on t.attrelid = o.oid cross join lateral aclexplode(t.attacl) a
      )
      select g.place, coalesce(r.rolname, 'public') as grantee, g.right from granted g left join pg_roles r on r.oid = g.grantee
      where g.grantee <> g.owner and (r.rolname is null or r.rolname <> all (${ourRoles}))`;
    expect([...grants]).toEqual([]);
  });

  it('functions are granted to nobody else, but for the one that judges who may listen to live updates', async () => {
    const grants = await sql<{ place: string; grantee: string }[]>`
      select p.oid::regprocedure::text as place, coalesce(r.rolname, 'public') as grantee
      from pg_proc p
      cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      left join pg_roles r on r.oid = a.grantee
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
        and a.grantee <> p.proowner and (r.rolname is null or r.rolname <> all (${ourRoles}))`;
    expect([...grants]).toEqual([{ place: 'private.my_org_topics()', grantee: 'authenticated' }]);
  });

  it('what comes next is granted to nobody either', async () => {
    await sql`create table public.comes_next (id serial primary key)`;
    const open = await sql`
      select r.rolname from pg_roles r
      where r.rolname in ('anon', 'authenticated', 'service_role', 'app_user', 'parley_api', 'parley_worker')
        and (has_table_privilege(r.oid, 'public.comes_next', 'select, insert, update, delete, truncate, references, trigger')
          or has_sequence_privilege(r.oid, 'public.comes_next_id_seq', 'usage, select, update'))`;
    expect([...open]).toEqual([]);
    await sql`drop table public.comes_next`;
  });

  it('nobody becomes app_user but the API, and only the worker passes by the policies', async () => {
    const members = await sql<{ member: string; role: string }[]>`
      select m.rolname as member, r.rolname as role from pg_roles m, pg_roles r
      where m.oid <> r.oid and not m.rolsuper and r.rolname = any (${ourRoles}) and pg_has_role(m.oid, r.oid, 'member')`;
    expect([...members]).toEqual([{ member: 'parley_api', role: 'app_user' }]);
    const passing = await sql`
      select rolname from pg_roles where rolname = any (${ourRoles}) and (rolbypassrls or rolsuper or rolinherit)`;
    expect([...passing]).toEqual([{ rolname: 'parley_worker' }]);
  });

  it('the API’s own login reads no table: it must become app_user first', async () => {
    const readable = await sql`
      select c.oid::regclass::text as name from pg_class c
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
        and (has_table_privilege('parley_api', c.oid, 'select, insert, update, delete')
          or has_any_column_privilege('parley_api', c.oid, 'select, insert, update'))`;
    expect([...readable]).toEqual([]);
  });
});
