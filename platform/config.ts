/**
 * Configuration of api and worker from the environment: one flat list of variables, then cross-checks whose errors are
 * sentences. Secrets stay in their own object, so that nobody logs the rest together with them.
 */
import { z } from 'zod';
import { isMasterKey } from './secrets/envelope.ts';

const port = z.coerce.number().int().min(0).max(65535);
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://');

/** `host:port` pairs, comma separated. */
const hostList = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((host) => host.trim().toLowerCase() || []))
  .refine(
    (hosts) => hosts.every((host) => /^[^\s:/]+:\d{1,5}$|^[0-9a-f:.]+:\d{1,5}$/.test(host)),
    'must be host:port pairs with commas between them, such as crm.internal:8080,10.0.0.5:443',
  );

const shared = {
  DATABASE_URL: postgresUrl,
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).optional(),
  DATABASE_POOLER: z.enum(['none', 'transaction']).default('none'),
  PARLEY_MASTER_KEY: z
    .string()
    .refine(isMasterKey, 'must be 32 bytes in base64, or several such keys with commas between them'),
  /** Of Storage, for files; without it there are no imports and exports. */
  SUPABASE_SECRET_KEY: z.string().min(1).optional(),
  /** Private hosts that webhooks, and HTTP and AI steps of flows, may reach; without it they reach the public Internet only. */
  HTTP_ALLOWED_PRIVATE_HOSTS: hostList,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
};

/** Where the Cloud API is. */
const graph = {
  WHATSAPP_GRAPH_URL: z.url().default('https://graph.facebook.com'),
  WHATSAPP_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.0$/, 'must look like v25.0')
    .default('v25.0'),
};

const apiSchema = z.object({
  ...shared,
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(4000),
  API_METRICS_PORT: port.default(9465),
  STUDIO_DIST: z.string().default('studio/dist'),
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  SUPABASE_JWT_SECRET: z.string().min(32).optional(),
  WHATSAPP_APP_KEY: z.string().default('default'),
  ...graph,
  TEMPORAL_UI_URL: z.url().optional(),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  SIMULATOR_URL: z.url().optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
});

const workerSchema = z.object({
  ...shared,
  SUPABASE_URL: z.url().optional(),
  WORKER_METRICS_HOST: z.string().default('127.0.0.1'),
  WORKER_METRICS_PORT: port.default(9464),
  /** File of the bundled workflow code; made on the spot when not given. */
  WORKFLOW_BUNDLE: z.string().optional(),
  /** How often the sweeper looks for what events alone don't set right. */
  SWEEP_EVERY_SECONDS: z.coerce.number().int().min(5).max(3600).default(30),
  /** How many runs one job starts, or wakes, in a second. */
  BULK_STARTS_PER_SECOND: z.coerce.number().min(1).max(5000).default(200),
  BULK_WAKES_PER_SECOND: z.coerce.number().min(1).max(5000).default(50),
  RETENTION_DELIVERY_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  RETENTION_CONTACT_EVENT_DAYS: z.coerce.number().int().min(30).max(3650).default(730),
  ...graph,
  /** Without it no mail is sent: invitations say so. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>@]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'must look like Name <address@host>')
    .default('Parley <no-reply@localhost>'),
  /** Where people reach the studio; links in mails lead there. */
  STUDIO_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default('http://127.0.0.1:4000'),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
});

export type ApiConfig = z.infer<typeof apiSchema>;
export type WorkerConfig = z.infer<typeof workerSchema>;

/** A variable is missing or wrong; `message` names each one and what it must be. */
export class ConfigError extends Error {
  readonly code = 'config_invalid';
}

export function readApiConfig(env: NodeJS.ProcessEnv): ApiConfig {
  return read(apiSchema, env);
}

export function readWorkerConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  return read(workerSchema, env);
}

function read<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.infer<Schema> {
  // An empty value in a .env file means "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError(`Wrong configuration. ${faults.join('; ')}. See .env.example for every variable.`);
}
