import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import postgres from 'postgres';
import { migrate } from '../../platform/db/migrate.ts';
import { seedDemo } from '../../platform/seed/demo.ts';
import { withDatabase } from '../database-url.ts';
import { allowLocalLogins, bootstrapSupabase } from '../postgres/bootstrap.ts';
import { removePostgres, startPostgres } from '../postgres/postgres.ts';
import { TEST_MASTER_KEY, type ProvidedPostgres } from './provided.ts';
import { share } from './shared.ts';

const TEMPLATE = 'parley_template';

/** One throw-away Postgres for a whole test run, with everything migrated and seeded in a template database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value, release } = await share('postgres', startTemplate);
  project.provide('postgres', value.provided);
  return release;
}

async function startTemplate(): Promise<{ provided: ProvidedPostgres; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-postgres-'));
  await chmod(folder, 0o755); // as root, Postgres runs under another account and must reach its data
  const dataDir = join(folder, 'data');
  const server = await startPostgres({ dataDir, port: 0, fsync: false });
  const end = async () => {
    await server.stop();
    await removePostgres(dataDir);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const passwords = { api: randomBytes(12).toString('hex'), worker: randomBytes(12).toString('hex') };
    await makeTemplate(server.adminUrl, passwords);
    return {
      provided: {
        adminUrl: server.adminUrl,
        template: TEMPLATE,
        apiPassword: passwords.api,
        workerPassword: passwords.worker,
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function makeTemplate(adminUrl: string, passwords: { api: string; worker: string }): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${TEMPLATE}`);
    const templateUrl = withDatabase(adminUrl, TEMPLATE);
    await bootstrapSupabase(templateUrl);
    await migrate(templateUrl);
    await seedDemo(templateUrl, TEST_MASTER_KEY);
    await allowLocalLogins(adminUrl, { parley_api: passwords.api, parley_worker: passwords.worker });
  } finally {
    await admin.end();
  }
}
