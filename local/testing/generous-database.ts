import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { migrate } from '../../platform/db/migrate.ts';
import { withDatabase } from '../database-url.ts';
import { bootstrapSupabase } from '../postgres/bootstrap.ts';
import type { TestDatabase } from './database.ts';
import './provided.ts';

/**
 * A migrated, empty database whose default privileges hand everything new in `public` to the roles of the REST door, as hosted
 * projects from before 2026 have it.
 */
export async function createGenerousDatabase(): Promise<Pick<TestDatabase, 'adminUrl' | 'sql' | 'drop'>> {
  const shared = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = postgres(shared.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const adminUrl = withDatabase(shared.adminUrl, name);
  await bootstrapSupabase(adminUrl);
  const sql = postgres(adminUrl, { max: 4, onnotice: () => {} });
  for (const kind of ['tables', 'sequences', 'functions']) {
    await sql.unsafe(`
      alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role`);
  }
  await migrate(adminUrl);
  return {
    adminUrl,
    sql,
    async drop() {
      await sql.end({ timeout: 1 });
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end({ timeout: 1 });
    },
  };
}
