import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LocalPostgres } from '../../local/postgres/postgres.ts';
import { startTempPostgres } from '../../local/postgres/temp.ts';
import { migrate, seed } from './migrate.ts';

let pg: LocalPostgres;
let admin: postgres.Sql;
let url: string;
let sql: postgres.Sql;
let dir: string;
let databases = 0;

beforeAll(async () => {
  pg = await startTempPostgres({ port: 55310, bootstrap: false });
  admin = postgres(pg.adminUrl, { max: 1 });
}, 60_000);

afterAll(async () => {
  await admin?.end();
  await pg?.stop();
});

beforeEach(async () => {
  const name = `migrate_${++databases}`;
  await admin.unsafe(`create database ${name}`);
  url = pg.adminUrl.replace(/\/postgres$/, `/${name}`);
  sql = postgres(url, { max: 2, onnotice: () => {} });
  dir = await mkdtemp(join(tmpdir(), 'parley-migrations-'));
});

afterEach(async () => {
  await sql.end();
  await rm(dir, { recursive: true });
});

const write = (name: string, script: string): Promise<void> => writeFile(join(dir, name), script);
const tables = async (): Promise<string[]> => {
  const rows = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`;
  return rows.map((row) => row.name);
};

describe('migrate', () => {
  it('applies files in order, notes them as the Supabase CLI does, and does nothing the second time', async () => {
    await write('0002_b.sql', 'alter table a add column x int; create table b ();');
    await write('0001_a.sql', 'create table a ();');
    await write('README.md', 'not a migration');
    expect(await migrate(url, dir)).toEqual({ applied: ['0001_a.sql', '0002_b.sql'] });
    expect(await migrate(url, dir)).toEqual({ applied: [] });
    expect(await tables()).toEqual(['a', 'b']);
    expect(await sql`select * from supabase_migrations.schema_migrations order by version`).toEqual([
      { version: '0001', name: 'a', statements: ['create table a ();'] },
      { version: '0002', name: 'b', statements: ['alter table a add column x int; create table b ();'] },
    ]);
  });

  it('applies each file once when twenty callers start together', async () => {
    await write('0001_a.sql', 'create table a ();');
    const results = await Promise.all(Array.from({ length: 20 }, () => migrate(url, dir)));
    expect(results.flatMap((result) => result.applied)).toEqual(['0001_a.sql']);
  });

  it('keeps what came before a failing file, nothing of it, and names file and line', async () => {
    await write('0001_a.sql', 'create table a ();');
    await write('0002_b.sql', 'create table b ();\n\nselect * from nowhere;');
    await expect(migrate(url, dir)).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining(
        '0002_b.sql, line 3: relation "nowhere" does not exist (42P01)',
      ) as string,
    });
    expect(await tables()).toEqual(['a']);
    await write('0002_b.sql', 'create table b ();');
    expect(await migrate(url, dir)).toEqual({ applied: ['0002_b.sql'] });
  });

  it('refuses a file that was edited after it had been applied, but not other line ends', async () => {
    await write('0001_a.sql', 'create table a ();\n');
    await migrate(url, dir);
    await write('0001_a.sql', 'create table a ();\r\n');
    expect(await migrate(url, dir)).toEqual({ applied: [] });
    await write('0001_a.sql', 'create table a (x int);\n');
    await expect(migrate(url, dir)).rejects.toMatchObject({ code: 'migration_changed' });
  });

  it('refuses a database that is ahead of the folder', async () => {
    await write('0001_a.sql', 'create table a ();');
    await write('0002_b.sql', 'create table b ();');
    await migrate(url, dir);
    await rm(join(dir, '0002_b.sql'));
    await expect(migrate(url, dir)).rejects.toMatchObject({ code: 'migration_unknown' });
  });

  it('refuses a new file that sorts before an applied one', async () => {
    await write('0002_b.sql', 'create table b ();');
    await migrate(url, dir);
    await write('0001_a.sql', 'create table a ();');
    await expect(migrate(url, dir)).rejects.toMatchObject({ code: 'migration_out_of_order' });
    expect(await tables()).toEqual(['b']);
  });

  it.each([['a.sql'], ['0001_x.sql', '0001_y.sql']])('refuses the names %s %s', async (...names) => {
    for (const name of names) await write(name, 'select 1;');
    await expect(migrate(url, dir)).rejects.toMatchObject({ code: 'migration_bad_name' });
  });

  it('takes over from the Supabase CLI, which keeps no checksums', async () => {
    await write('0001_a.sql', 'create table a ();');
    await write('0002_b.sql', 'create table b ();');
    await sql.unsafe(`
      create schema supabase_migrations;
      create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
      insert into supabase_migrations.schema_migrations values ('0001', array['create table a ()'], 'a');`);
    expect(await migrate(url, dir)).toEqual({ applied: ['0002_b.sql'] });
  });
});

describe('seed', () => {
  it('is one transaction', async () => {
    const file = join(dir, 'seed.sql');
    await writeFile(file, 'create table s (); create table s ();');
    await expect(seed(url, file)).rejects.toMatchObject({ code: 'seed_failed' });
    expect(await tables()).toEqual([]);
    await writeFile(file, 'create table if not exists s ();');
    await seed(url, file);
    expect(await tables()).toEqual(['s']);
  });

  it('refuses to run in production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(seed(url)).rejects.toMatchObject({ code: 'seed_refused' });
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});
