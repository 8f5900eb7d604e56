import { migrate } from '../../platform/db/migrate.ts';
import { seedDemo } from '../../platform/seed/demo.ts';
import { withAccount } from '../database-url.ts';
import type { StackSettings } from '../environment.ts';
import { allowLocalLogins, bootstrapSupabase } from '../postgres/bootstrap.ts';
import type { Log } from '../process/log.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/**
 * Brings the database to what api and worker need: Supabase's roles and schemas where there is no Supabase,
 * migrations, log-ins for both roles, demo data where the database is the embedded one.
 */
export async function prepareDatabase(
  settings: Settings,
  secrets: Secrets,
  adminUrl: string,
  log: Log,
): Promise<void> {
  const { database, supabase } = settings.external;
  if (!supabase) await bootstrapSupabase(adminUrl);
  const { applied } = await migrate(adminUrl);
  if (applied.length > 0) log(`migrations applied: ${applied.join(', ')}`);
  await allowLocalLogins(adminUrl, {
    parley_api: secrets.apiPassword,
    parley_worker: secrets.workerPassword,
  });
  if (!database && !settings.isProduction) await seedDemo(adminUrl, settings.masterKey ?? secrets.masterKey);
  log('database prepared');
}

/** Addresses for each role: pooled for queries, direct for LISTEN and session locks. */
export function databaseUrls(settings: Settings, secrets: Secrets): StackSettings['database'] {
  const embedded = `postgres://postgres:postgres@127.0.0.1:${settings.ports.postgres}/postgres`;
  const { adminUrl, url, directUrl } = settings.external.database ?? {
    adminUrl: embedded,
    url: embedded,
    directUrl: embedded,
  };
  return {
    adminUrl,
    apiUrl: asRole(url, 'parley_api', secrets.apiPassword),
    apiDirectUrl: asRole(directUrl, 'parley_api', secrets.apiPassword),
    workerUrl: asRole(url, 'parley_worker', secrets.workerPassword),
    workerDirectUrl: asRole(directUrl, 'parley_worker', secrets.workerPassword),
  };
}

/** Supabase's pooler takes the project's reference behind the role: `postgres.abc` becomes `parley_api.abc`. */
function asRole(url: string, role: string, password: string): string {
  const [, project] = decodeURIComponent(new URL(url).username).split('.');
  return withAccount(url, project ? `${role}.${project}` : role, password);
}
