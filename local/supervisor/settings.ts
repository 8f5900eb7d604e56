import { resolve } from 'node:path';
import { z } from 'zod';
import { isMasterKey } from '../../platform/secrets/envelope.ts';
import { DEMO } from '../demo.ts';
import { LocalError } from '../process/errors.ts';

const isPort = (value: number) => Number.isInteger(value) && value >= 1 && value <= 65_535;
const PORT_RULE = { error: 'must be a port number from 1 to 65535' };
const port = (standard: number) => z.coerce.number(PORT_RULE).refine(isPort, PORT_RULE).default(standard);
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address like postgres://user:password@host/database',
});
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an address like http://host:port' });
const masterKey = z
  .string()
  .refine(isMasterKey, 'must be 32 bytes in base64: openssl rand -base64 32 (or several, with commas)');

/** Every variable that the supervisor reads itself. The rest of the environment goes to api and worker as it is. */
const environmentSchema = z.object({
  PARLEY_LOCAL_DIR: z.string().default('.local'),

  DATABASE_URL: postgresUrl.optional(),
  DATABASE_ADMIN_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  POSTGRES_PORT: port(54322),

  SUPABASE_URL: httpUrl.optional(),
  SUPABASE_PUBLISHABLE_KEY: z.string().optional(),
  SUPABASE_SECRET_KEY: z.string().optional(),
  SUPABASE_JWT_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
  SUPABASE_PORT: port(54321),
  MAILBOX_PORT: port(54324),
  MAILBOX_SMTP_PORT: port(54325),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  STUDIO_URL: httpUrl.optional(),

  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_UI_URL: httpUrl.optional(),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),

  WHATSAPP_GRAPH_URL: httpUrl.optional(),
  SIM_PORT: port(4010),

  PARLEY_MASTER_KEY: masterKey.optional(),
  API_PORT: port(4000),
  API_METRICS_PORT: port(9465),
  WORKER_METRICS_PORT: port(9464),
  STUDIO_DEV_PORT: port(5173),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
});

type Environment = z.output<typeof environmentSchema>;

/** A real service given by the environment, or undefined for the embedded one. */
export type Settings = {
  localDir: string;
  external: {
    database?: { url: string; adminUrl: string; directUrl: string };
    supabase?: { url: string; publishableKey: string; secretKey: string; jwtSecret?: string };
    temporal?: { address: string };
    graphUrl?: string;
    smtpUrl?: string;
  };
  studioUrl?: string;
  temporalNamespace: string;
  temporalUiUrl?: string;
  masterKey?: string;
  ports: {
    postgres: number;
    supabase: number;
    mailbox: number;
    mailboxSmtp: number;
    temporal: number;
    temporalUi: number;
    simulator: number;
    api: number;
    apiMetrics: number;
    workerMetrics: number;
    studioDev: number;
  };
  logLevel: string;
  isProduction: boolean;
};

/**
 * Reads and checks the environment. An empty value counts as not set, because that is what a line without a value
 * in `.env` gives.
 * @throws LocalError `bad_environment` that names the variable and what it must be
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    // Secrets may be wrong, too; only values of harmless variables are repeated.
    const value = /PORT|LEVEL/.test(name) ? ` (it is "${given[name]}")` : '';
    throw new LocalError('bad_environment', `${name}${value} is wrong: ${issue?.message}. See .env.example.`);
  }
  return toSettings(parsed.data);
}

function toSettings(env: Environment): Settings {
  return {
    localDir: resolve(env.PARLEY_LOCAL_DIR),
    external: {
      database: externalDatabase(env),
      supabase: externalSupabase(env),
      temporal: env.TEMPORAL_ADDRESS ? { address: env.TEMPORAL_ADDRESS } : undefined,
      graphUrl: env.WHATSAPP_GRAPH_URL,
      smtpUrl: env.SMTP_URL,
    },
    studioUrl: env.STUDIO_URL,
    temporalNamespace: env.TEMPORAL_NAMESPACE,
    temporalUiUrl: env.TEMPORAL_UI_URL,
    masterKey: env.PARLEY_MASTER_KEY,
    ports: {
      postgres: env.POSTGRES_PORT,
      supabase: env.SUPABASE_PORT,
      mailbox: env.MAILBOX_PORT,
      mailboxSmtp: env.MAILBOX_SMTP_PORT,
      temporal: env.TEMPORAL_PORT,
      temporalUi: env.TEMPORAL_UI_PORT,
      simulator: env.SIM_PORT,
      api: env.API_PORT,
      apiMetrics: env.API_METRICS_PORT,
      workerMetrics: env.WORKER_METRICS_PORT,
      studioDev: env.STUDIO_DEV_PORT,
    },
    logLevel: env.LOG_LEVEL,
    isProduction: env.NODE_ENV === 'production',
  };
}

function externalDatabase(env: Environment): Settings['external']['database'] {
  const url = env.DATABASE_URL ?? env.DATABASE_ADMIN_URL;
  if (!url) return undefined;
  return {
    url,
    adminUrl: env.DATABASE_ADMIN_URL ?? env.DATABASE_DIRECT_URL ?? url,
    directUrl: env.DATABASE_DIRECT_URL ?? url,
  };
}

function externalSupabase(env: Environment): Settings['external']['supabase'] {
  if (!env.SUPABASE_URL) return undefined;
  const { SUPABASE_PUBLISHABLE_KEY: publishableKey, SUPABASE_SECRET_KEY: secretKey } = env;
  if (!publishableKey || !secretKey) {
    throw new LocalError(
      'bad_environment',
      'SUPABASE_URL is set, so SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY must be set too (or none of them).',
    );
  }
  if (!env.DATABASE_URL) {
    throw new LocalError(
      'bad_environment',
      "SUPABASE_URL is set, so DATABASE_URL must be set too: users live in that project's database.",
    );
  }
  return { url: env.SUPABASE_URL, publishableKey, secretKey, jwtSecret: env.SUPABASE_JWT_SECRET };
}

/** Keys of the embedded Supabase gateway, known on purpose: it listens on loopback only. */
export const LOCAL_SUPABASE_KEYS = { publishableKey: DEMO.publishableKey, secretKey: DEMO.secretKey };
