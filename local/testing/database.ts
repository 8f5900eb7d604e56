import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { withAccount, withDatabase } from '../database-url.ts';
import { waitUntil } from '../process/wait.ts';
import './provided.ts';

export type TestDatabase = {
  name: string;
  /** Superuser. */
  adminUrl: string;
  /** Role parley_api. */
  apiUrl: string;
  /** Role parley_worker. */
  workerUrl: string;
  /** A small pool as superuser. */
  sql: postgres.Sql;
  /** Ends the pool and deletes the database, whoever is still connected. */
  drop(): Promise<void>;
};

/** A database of the test's own: a clone of the migrated and seeded template. For the projects db, stack, browser. */
export async function createDatabase(): Promise<TestDatabase> {
  const shared = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(shared.adminUrl, async (admin) => {
    // A second clone at the same moment may find the template busy for a blink.
    await waitUntil(
      async () => {
        await admin.unsafe(`create database ${name} template ${shared.template}`);
        return true;
      },
      { timeoutMs: 10_000, what: 'a clone of the template database' },
    );
    await copySettings(admin, shared.template, name);
  });
  const adminUrl = withDatabase(shared.adminUrl, name);
  const sql = postgres(adminUrl, { max: 4, onnotice: () => {} });
  return {
    name,
    adminUrl,
    apiUrl: withAccount(adminUrl, 'parley_api', shared.apiPassword),
    workerUrl: withAccount(adminUrl, 'parley_worker', shared.workerPassword),
    sql,
    async drop() {
      await sql.end({ timeout: 1 });
      await asAdmin(shared.adminUrl, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Settings of a database (`alter database ... set`) stay behind when it is cloned. */
async function copySettings(admin: postgres.Sql, from: string, to: string): Promise<void> {
  const rows = await admin<{ name: string; value: string }[]>`
    select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value
    from pg_db_role_setting
      join pg_database on pg_database.oid = setdatabase,
      unnest(setconfig) as setting
    where datname = ${from} and setrole = 0`;
  // The stored value is already quoted the way `set` wants it.
  for (const { name, value } of rows) await admin.unsafe(`alter database ${to} set ${name} to ${value}`);
}

async function asAdmin(adminUrl: string, work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: 1 });
  }
}
