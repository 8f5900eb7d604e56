/** Opens what the API needs, listens, and takes it all down again. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiConfig } from '../platform/config.ts';
import { createPool } from '../platform/db/pool.ts';
import { createStorage } from '../platform/storage/storage.ts';
import type { Logger } from '../platform/log.ts';
import { createKeyUses } from './auth/key-uses.ts';
import { createMetrics, type ApiMetrics } from './metrics.ts';
import { createLimiters, WINDOW_MS, type RateLimits } from './rate-limit/limits.ts';
import { createSharedCounts } from './rate-limit/shared-counts.ts';
import { createRunControl } from './run-control.ts';
import { createApp } from './server.ts';

export interface RunningApi {
  url: string;
  metricsUrl: string;
  /** Takes nothing new, lets requests finish for up to 4 s, then cuts them off. */
  stop(): Promise<void>;
}

/** The port is taken or may not be used; `message` says what to do. */
export class ListenError extends Error {
  readonly code = 'listen_failed';
}

const DEFAULT_POOL_SIZE = 16;
const WEBHOOK_POOL_SIZE = 8;
const WEBHOOK_STATEMENT_TIMEOUT_MS = 5_000;
const DRAIN_MS = 4_000;
/** A client that sends its request more slowly than this is cut off; a file of 50 MB takes a while. */
const REQUEST_TIMEOUT_MS = 180_000;
const HEADERS_TIMEOUT_MS = 30_000;

/** @throws ListenError */
export async function startApi(config: ApiConfig, rateLimits: RateLimits, log: Logger): Promise<RunningApi> {
  const isTransactionPooler = config.DATABASE_POOLER === 'transaction';
  const db = createPool(config.DATABASE_URL, {
    max: config.DATABASE_POOL_SIZE ?? DEFAULT_POOL_SIZE,
    applicationName: 'parley-api',
    isTransactionPooler,
  });
  const webhookDb = createPool(config.DATABASE_URL, {
    max: WEBHOOK_POOL_SIZE,
    applicationName: 'parley-api-webhooks',
    statementTimeoutMs: WEBHOOK_STATEMENT_TIMEOUT_MS,
    isTransactionPooler,
  });
  const directDb = createPool(config.DATABASE_DIRECT_URL ?? config.DATABASE_URL, {
    max: 1,
    applicationName: 'parley-api-notify',
  });
  const metrics = createMetrics();
  // Its library takes a third of a second to load, and most processes of tests never need it.
  const runControl = createRunControl(async () => {
    const { createClient } = await import('../platform/temporal/client.ts');
    return createClient(config);
  });
  const keyUses = createKeyUses(db, log);
  const storage = createStorage({ url: config.SUPABASE_URL, secretKey: config.SUPABASE_SECRET_KEY });
  const { isShared, now } = rateLimits;
  const counts = createSharedCounts({ windowMs: WINDOW_MS, db: isShared ? db : null, log, now });
  const limiters = createLimiters(rateLimits, counts);
  const servers: Server[] = [];
  const stop = async () => {
    await Promise.all(servers.map(close));
    await Promise.all([keyUses.stop(), counts.stop()]);
    await Promise.all([
      ...[db, webhookDb, directDb].map((pool) => pool.end({ timeout: 1 })),
      runControl.close(),
    ]);
  };
  try {
    const app = createApp({
      ...{ config, limiters, db, webhookDb, directDb, metrics, log, runControl, keyUses, storage },
    });
    const api = await listen(app as RequestListener, config.API_HOST, config.API_PORT, 'API_PORT');
    servers.push(api);
    const metricsServer = await listen(
      metricsListener(metrics),
      config.API_HOST,
      config.API_METRICS_PORT,
      'API_METRICS_PORT',
    );
    servers.push(metricsServer);
    return { url: urlOf(api), metricsUrl: `${urlOf(metricsServer)}/metrics`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listen(listener: RequestListener, host: string, port: number, variable: string): Promise<Server> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
    listener,
  );
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE' ? 'is taken by another program' : `can't be used (${cause.code})`;
      reject(new ListenError(`Port ${port} on ${host} ${reason}: free it or set ${variable}.`, { cause }));
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** Idle connections are closed at once; the rest when they finish, or by force. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(force);
}

function metricsListener({ registry }: ApiMetrics): RequestListener {
  return (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
