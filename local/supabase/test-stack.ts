import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { type Mailbox, startMailbox } from '../mailbox/mailbox.ts';
import { startTempPostgres } from '../postgres/temp.ts';
import { type LocalSupabase, startSupabase } from './gateway.ts';

export const JWT_SECRET = 'a-secret-for-tests-with-at-least-32-characters';
export const PUBLISHABLE_KEY = 'local-publishable';
export const SECRET_KEY = 'local-secret';
export const SITE_URL = 'http://studio.test';

export type TestStack = {
  sql: postgres.Sql;
  adminUrl: string;
  supabase: LocalSupabase;
  mailbox: Mailbox;
  logs: string[];
  /** A client as a browser has it; all are closed at the end. */
  client(key?: string, options?: Parameters<typeof createClient>[2]): SupabaseClient;
  stop(): Promise<void>;
};

/** Postgres, mailbox and gateway for one test file. */
export async function startTestStack(): Promise<TestStack> {
  const pg = await startTempPostgres();
  const storageDir = await mkdtemp(join(tmpdir(), 'parley-storage-'));
  const mailbox = await startMailbox({ smtpPort: 0, httpPort: 0 });
  const logs: string[] = [];
  const supabase = await startSupabase({
    port: 0,
    databaseUrl: pg.adminUrl,
    jwtSecret: JWT_SECRET,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    storageDir,
    smtp: { host: '127.0.0.1', port: mailbox.smtpPort },
    siteUrl: SITE_URL,
    log: (line) => logs.push(line),
  });
  const sql = postgres(pg.adminUrl, { max: 4, onnotice: () => {} });
  const clients: SupabaseClient[] = [];
  return {
    sql,
    adminUrl: pg.adminUrl,
    supabase,
    mailbox,
    logs,
    client(key = PUBLISHABLE_KEY, options = {}) {
      const client = createClient(supabase.url, key, {
        auth: { persistSession: false, autoRefreshToken: false },
        ...options,
      });
      clients.push(client as SupabaseClient);
      return client as SupabaseClient;
    },
    async stop() {
      for (const client of clients) {
        await client.removeAllChannels();
        await client.realtime.disconnect();
      }
      await supabase.close();
      await mailbox.close();
      await sql.end();
      await pg.stop();
      await rm(storageDir, { recursive: true, force: true });
    },
  };
}
