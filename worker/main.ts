/** The worker process: relay, dispatcher, Temporal workers and chores, with readiness and metrics on a port of their own. */
import { createServer } from 'node:http';
import { Runtime, makeTelemetryFilterString, type LogMetadata } from '@temporalio/worker';
import { collectDefaultMetrics, register as metrics } from 'prom-client';
import { ConfigError, readWorkerConfig, type WorkerConfig } from '../platform/config.ts';
import { createPool } from '../platform/db/pool.ts';
import { clearSpool } from '../platform/files/spool.ts';
import { createHttpClient } from '../platform/http/client.ts';
import { createLogger } from '../platform/log.ts';
import { createMailer } from '../platform/mail/mailer.ts';
import { createSuppressionKeys } from '../platform/secrets/suppression.ts';
import { createClient } from '../platform/temporal/client.ts';
import { createStorage } from '../platform/storage/storage.ts';
import { createCloudApi } from '../platform/whatsapp/cloud-api.ts';
import { createMediaSource } from '../platform/whatsapp/media.ts';
import { createMediaUpload } from '../platform/whatsapp/media-upload.ts';
import { createTemplateApi } from '../platform/whatsapp/templates.ts';
import { createActivities } from './activities/index.ts';
import type { WorkerContext } from './context.ts';
import { startDispatcher, type Dispatcher } from './dispatcher/dispatcher.ts';
import { createGate } from './gate/gate.ts';
import { createPrepareFiles } from './gate/own-files.ts';
import { startHousekeeping } from './housekeeping.ts';
import { countDeadLetters } from './relay/metrics.ts';
import { startRelay } from './relay/relay.ts';
import { ensureWorkflowBundle } from './temporal/bundle.ts';
import { ensureRetention } from './temporal/retention-schedule.ts';
import { ensureSweeper } from './temporal/sweeper-schedule.ts';
import { connectWorker, createRegistration } from './temporal/connect.ts';
import { startWorkers } from './temporal/workers.ts';

const STATEMENT_TIMEOUT_MS = 20_000;
const FORCED_EXIT_MS = 9_000;

const config = configOrExit();
const log = createLogger('worker', config.LOG_LEVEL);
Runtime.install({
  // Signals are handled below, for all parts together.
  shutdownSignals: [],
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  logger: {
    log: (level, message, meta) =>
      log[level === 'INFO' ? 'debug' : levelOf(level)]({ sdk: meta?.sdkComponent }, message),
    trace: (message) => log.trace(message),
    debug: (message) => log.debug(message),
    // What the SDK calls information is its own life: queues without workflows, states of workers.
    info: (message) => log.debug(message),
    warn: (message, meta) => (meta?.error ? log.warn(failureOf(meta), message) : log.debug(message)),
    error: (message, meta) => log.error(failureOf(meta), message),
  },
});

const poolSize = config.DATABASE_POOL_SIZE ?? 20;
const poolOptions = {
  max: Math.ceil(poolSize / 2),
  statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  isTransactionPooler: config.DATABASE_POOLER === 'transaction',
};
const sql = createPool(config.DATABASE_URL, { ...poolOptions, applicationName: 'parley worker' });
const lazySql = createPool(config.DATABASE_URL, {
  ...poolOptions,
  applicationName: 'parley worker (lazy)',
  commitsLazily: true,
});
const cloudApi = createCloudApi(config.WHATSAPP_GRAPH_URL, config.WHATSAPP_GRAPH_VERSION);
const client = createClient(config);
const register = createRegistration(client);
const dispatcher: Dispatcher = startDispatcher({
  ...{ sql: lazySql, client, register, log },
  workersClient: () => workers.client(),
});
const context: WorkerContext = {
  sql,
  lazySql,
  cloudApi,
  log,
  masterKey: config.PARLEY_MASTER_KEY,
  suppressionKeys: createSuppressionKeys(config.PARLEY_MASTER_KEY),
  dispatchSoon: dispatcher.dispatchSoon,
};
const storage = createStorage({ url: config.SUPABASE_URL, secretKey: config.SUPABASE_SECRET_KEY });
const upload = createMediaUpload(config.WHATSAPP_GRAPH_URL, config.WHATSAPP_GRAPH_VERSION);
const gate = createGate(
  context,
  storage.isConfigured ? createPrepareFiles({ sql, storage, upload }) : undefined,
);
const relay = startRelay(context, config.DATABASE_DIRECT_URL ?? config.DATABASE_URL);
const housekeeping = startHousekeeping(context);
const stoppingSoon = new AbortController();
const workers = startWorkers({
  connect: () => connectWorker(config),
  async register() {
    await register();
    // Without it messages are answered all the same: a namespace that allows no Schedules is a warning.
    await ensureSweeper(client, config.SWEEP_EVERY_SECONDS * 1_000).catch((err: unknown) =>
      log.warn({ err }, 'the sweeper is not scheduled'),
    );
    await ensureRetention(client).catch((err: unknown) => log.warn({ err }, 'retention is not scheduled'));
  },
  activities: createActivities(context, gate, {
    http: createHttpClient({ allowedPrivateHosts: config.HTTP_ALLOWED_PRIVATE_HOSTS }),
    mediaSource: createMediaSource(config.WHATSAPP_GRAPH_URL, config.WHATSAPP_GRAPH_VERSION),
    templates: createTemplateApi(config.WHATSAPP_GRAPH_URL, config.WHATSAPP_GRAPH_VERSION),
    mailer: createMailer(config.SMTP_URL, config.MAIL_FROM),
    studioUrl: config.STUDIO_URL,
    storage,
    retention: {
      deliveryDays: config.RETENTION_DELIVERY_DAYS,
      contactEventDays: config.RETENTION_CONTACT_EVENT_DAYS,
    },
    pace: {
      startsPerSecond: config.BULK_STARTS_PER_SECOND,
      wakesPerSecond: config.BULK_WAKES_PER_SECOND,
    },
    stopping: stoppingSoon.signal,
  }),
  bundlePath: async () => config.WORKFLOW_BUNDLE ?? ensureWorkflowBundle(),
  log,
});

void clearSpool().catch((err: unknown) => log.warn({ err }, 'files of earlier processes are not cleared'));
collectDefaultMetrics();
countDeadLetters(sql, log, metrics);
const status = createServer((request, response) => {
  const parts = { relay: relay.isReady(), temporal: workers.isReady() };
  if (request.url === '/metrics') {
    void metrics.metrics().then((text) => response.setHeader('content-type', metrics.contentType).end(text));
    return;
  }
  const isUp = request.url === '/healthz' || (request.url === '/readyz' && parts.relay && parts.temporal);
  response.writeHead(isUp ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(parts));
});
status.on('error', (error) => {
  process.stderr.write(
    `The worker could not listen on port ${config.WORKER_METRICS_PORT} (${error.message}). Set WORKER_METRICS_PORT to a free port.\n`,
  );
  process.exit(1);
});
status.listen(config.WORKER_METRICS_PORT, config.WORKER_METRICS_HOST, () =>
  log.info({ port: config.WORKER_METRICS_PORT }, 'worker is up'),
);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), FORCED_EXIT_MS).unref();
    void stop().then(() => process.exit(0));
  });
}

/** Take nothing new, finish what runs, then close. Whatever is cut off goes on after the next start. */
async function stop() {
  log.info('worker is stopping');
  stoppingSoon.abort();
  await Promise.allSettled([relay.stop(), housekeeping.stop(), workers.stop()]);
  await dispatcher.stop();
  await Promise.allSettled([
    cloudApi.close(),
    sql.end({ timeout: 2 }),
    lazySql.end({ timeout: 2 }),
    client.connection.close(),
  ]);
  status.close();
}

function configOrExit(): WorkerConfig {
  try {
    return readWorkerConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** With the workflow, whose key the dispatcher logs beside the id of the request that asked for it. */
function failureOf(meta: LogMetadata | undefined) {
  const { error, workflowId, activityType } = (meta ?? {}) as Record<string, unknown>;
  return { err: error, ...(workflowId ? { workflowId, activityType } : {}) };
}

function levelOf(level: string): 'trace' | 'debug' | 'info' | 'warn' | 'error' {
  const name = level.toLowerCase();
  return name === 'trace' || name === 'debug' || name === 'warn' || name === 'error' ? name : 'info';
}
