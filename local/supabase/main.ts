/** The local Supabase as a process of its own; the supervisor sets its environment. */
import { startSupabase } from './gateway.ts';

const VARIABLES = [
  'PORT',
  'DATABASE_ADMIN_URL',
  'SUPABASE_JWT_SECRET',
  'SUPABASE_PUBLISHABLE_KEY',
  'SUPABASE_SECRET_KEY',
  'STORAGE_DIR',
  'SMTP_HOST',
  'SMTP_PORT',
  'SITE_URL',
] as const;

const missing = VARIABLES.filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`The local Supabase needs these variables: ${missing.join(', ')}.`);
  process.exit(2);
}
const env = process.env as Record<(typeof VARIABLES)[number], string>;

try {
  const supabase = await startSupabase({
    port: Number(env.PORT),
    databaseUrl: env.DATABASE_ADMIN_URL,
    jwtSecret: env.SUPABASE_JWT_SECRET,
    publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
    secretKey: env.SUPABASE_SECRET_KEY,
    storageDir: env.STORAGE_DIR,
    smtp: { host: env.SMTP_HOST, port: Number(env.SMTP_PORT) },
    siteUrl: env.SITE_URL,
    log: (line) => console.log(line),
  });
  console.log(`ready ${supabase.url}`);
  const stop = (): void => void supabase.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
