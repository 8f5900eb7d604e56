import { getAuthSchemaSql, getStorageSchemaSql, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUser } from '../supabase/seed-user.ts';
import { allowLocalLogins, bootstrapSupabase } from './bootstrap.ts';
import type { LocalPostgres } from './postgres.ts';
import { startTempPostgres } from './temp.ts';

const USER = {
  id: '0193f000-0000-7000-8000-000000000001',
  email: 'a@demo.test',
  password: 'pass-word',
  name: 'A',
};

let pg: LocalPostgres;
let sql: postgres.Sql;

beforeAll(async () => {
  pg = await startTempPostgres({ port: 55312, bootstrap: true });
  sql = postgres(pg.adminUrl, { max: 4, onnotice: () => {} });
}, 60_000);

afterAll(async () => {
  await sql?.end();
  await pg?.stop();
});

/** Another database on the same server, empty. */
async function freshDatabase(name: string): Promise<string> {
  await sql.unsafe(`create database ${name}`);
  return pg.adminUrl.replace(/\/postgres$/, `/${name}`);
}

async function on<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const other = postgres(url, { max: 1, onnotice: () => {} });
  return work(other).finally(() => other.end());
}

type ColumnRow = { place: string; generated: string };
const columnsOf = (connection: postgres.Sql): Promise<ColumnRow[]> => connection<ColumnRow[]>`
  select format('%s.%s.%s', table_schema, table_name, column_name) as place, is_generated as generated
  from information_schema.columns where table_schema in ('auth', 'storage') order by 1`;

describe('bootstrapSupabase', () => {
  it('changes nothing when repeated, also on several databases at once', async () => {
    const second = await freshDatabase('second');
    const third = await freshDatabase('third');
    await Promise.all([bootstrapSupabase(second), bootstrapSupabase(third), bootstrapSupabase(pg.adminUrl)]);
    await bootstrapSupabase(second);
    expect(await on(second, columnsOf)).toEqual(await columnsOf(sql));
  });

  it('gives no privileges on tables that come later', async () => {
    await sql`create table public.later ()`;
    expect(await sql`select from pg_default_acl`).toHaveLength(0);
    for (const role of ['anon', 'authenticated', 'service_role']) {
      const denied = sql.begin(async (tx) => {
        await tx.unsafe(`set local role ${role}`);
        await tx`select from public.later`;
      });
      await expect(denied).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('lets only service_role and superusers pass by row level security', async () => {
    const rows = await sql`select rolname from pg_roles where rolbypassrls and not rolsuper`;
    expect(rows).toEqual([{ rolname: 'service_role' }]);
  });

  it('reads claims from the JSON setting and from single settings, and knows nobody without them', async () => {
    const claims = { sub: USER.id, role: 'authenticated', email: USER.email };
    const read = (name: string, value: string) =>
      sql.begin(async (tx) => {
        await tx`set local role authenticated`;
        await tx`select set_config(${name}, ${value}, true)`;
        return tx`select auth.uid(), auth.role(), auth.email(), auth.jwt() ->> 'sub' as sub`;
      });
    expect(await read('request.jwt.claims', JSON.stringify(claims))).toEqual([
      { uid: USER.id, role: 'authenticated', email: USER.email, sub: USER.id },
    ]);
    expect(await read('request.jwt.claim.sub', USER.id)).toMatchObject([{ uid: USER.id }]);
    expect(await sql`select auth.uid(), auth.role(), auth.jwt()`).toEqual([
      { uid: null, role: null, jwt: null },
    ]);
  });

  it('has every column that the local Auth and Storage write', async () => {
    const reference = await freshDatabase('reference');
    const wanted = await on(reference, async (lite) => {
      await lite.unsafe(getAuthSchemaSql() + getStorageSchemaSql());
      return columnsOf(lite);
    });
    expect(await columnsOf(sql)).toEqual(expect.arrayContaining(wanted));
  });

  it('works where the local Auth has made its tables first', async () => {
    const url = await freshDatabase('lite_first');
    await on(url, (lite) =>
      lite.unsafe(getAuthSchemaSql() + getStorageSchemaSql() + SUPABASE_AUTH_HELPERS_SQL),
    );
    await bootstrapSupabase(url);
    await on(url, async (other) => {
      await seedUser(other, USER);
      const [row] = await other`
        select encrypted_password = extensions.crypt(${USER.password}, encrypted_password) as matches from auth.users`;
      expect(row).toEqual({ matches: true });
    });
  });
});

describe('realtime.send', () => {
  it('adds an id to the payload, keeps a given one, and names the topic to the policies', async () => {
    await sql`select realtime.send('{"a":1}', 'e', 't')`;
    await sql`select realtime.send('{"id":"mine"}', 'e', 't', false)`;
    const rows =
      await sql`select id, payload, private, extension from realtime.messages order by inserted_at`;
    expect(rows).toEqual([
      {
        id: rows[0]!.id as string,
        payload: { a: 1, id: rows[0]!.id as string },
        private: true,
        extension: 'broadcast',
      },
      { id: expect.any(String) as string, payload: { id: 'mine' }, private: false, extension: 'broadcast' },
    ]);
  });

  it('never fails the transaction of a caller who may not send', async () => {
    const warnings: string[] = [];
    const watching = postgres(pg.adminUrl, {
      max: 1,
      onnotice: (notice) => warnings.push(notice.message ?? ''),
    });
    await watching.begin(async (tx) => {
      await tx`set local role authenticated`;
      await tx`select realtime.send('{}', 'e', 't')`;
    });
    await watching.end();
    expect(warnings).toEqual([expect.stringContaining('WarnSendingBroadcastMessage')]);
  });
});

describe('storage helpers', () => {
  it('take a name apart', async () => {
    const [row] = await sql`
      select storage.foldername('a/b/c.tar.gz') as folders, storage.filename('a/b/c.tar.gz') as file,
             storage.extension('a/b/c.tar.gz') as extension, storage.foldername('c') as none`;
    expect(row).toEqual({ folders: ['a', 'b'], file: 'c.tar.gz', extension: 'gz', none: [] });
  });
});

describe('allowLocalLogins', () => {
  it('gives passwords to roles and answers their addresses', async () => {
    await sql`create role some_role nologin`;
    const urls = await allowLocalLogins(pg.adminUrl, { some_role: 'p@ss:/?' });
    expect(await on(urls.some_role, (own) => own`select current_user`)).toEqual([
      { current_user: 'some_role' },
    ]);
  });
});
