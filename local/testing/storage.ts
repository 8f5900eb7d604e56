/** The real Storage of the local Supabase gateway, in the test's own process, for tests that have a database only. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStorage, type FileStorage } from '../../platform/storage/storage.ts';
import { startSupabase } from '../supabase/gateway.ts';

export interface TestStorage {
  storage: FileStorage;
  /** For the configuration of an API or a worker. */
  config: { SUPABASE_URL: string; SUPABASE_SECRET_KEY: string };
  stop(): Promise<void>;
}

export async function startTestStorage(database: { adminUrl: string }): Promise<TestStorage> {
  const storageDir = await mkdtemp(join(tmpdir(), 'parley-storage-'));
  const secretKey = 'test-secret';
  const supabase = await startSupabase({
    ...{ port: 0, databaseUrl: database.adminUrl, storageDir, secretKey },
    jwtSecret: 'a-secret-for-tests-with-at-least-32-characters',
    publishableKey: 'test-publishable',
    smtp: { host: '127.0.0.1', port: 1 },
    siteUrl: 'http://studio.test',
    log: () => {},
  });
  return {
    storage: createStorage({ url: supabase.url, secretKey }),
    config: { SUPABASE_URL: supabase.url, SUPABASE_SECRET_KEY: secretKey },
    async stop() {
      await supabase.close();
      await rm(storageDir, { recursive: true, force: true });
    },
  };
}
