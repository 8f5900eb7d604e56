/** The API's Express app: webhook first, then everything people and programs ask for. Opens nothing by itself. */
import express, { type Express, type RequestHandler } from 'express';
import type { ApiConfig } from '../platform/config.ts';
import type { Sql } from '../platform/db/pool.ts';
import type { FileStorage } from '../platform/storage/storage.ts';
import type { Logger } from '../platform/log.ts';
import { createSuppressionKeys } from '../platform/secrets/suppression.ts';
import { createAccountReader } from '../platform/whatsapp/accounts.ts';
import { createTemplateApi } from '../platform/whatsapp/templates.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import type { KeyUses } from './auth/key-uses.ts';
import { createUserTokenVerifier } from './auth/user-token.ts';
import { OUTSIDE_LIMIT_MS, withinMs } from './deadline.ts';
import { createDocsRouter } from './docs/router.ts';
import { answerNotFound, createErrorHandler } from './error-handler.ts';
import type { ApiMetrics } from './metrics.ts';
import type { Limiters } from './rate-limit/limits.ts';
import { identifyRequest } from './request-state.ts';
import { createOperationsRouter } from './router.ts';
import type { RunControl } from './run-control.ts';
import { securityHeaders } from './security-headers.ts';
import { createStudioRouter } from './studio.ts';
import { createVault } from './vault.ts';
import { createAppSecretsLookup } from './webhook/app-secrets.ts';
import { createWebhookHandler } from './webhook/handler.ts';
import { createNotifier } from './webhook/notifier.ts';
import { createDeliveryStore } from './webhook/store.ts';

export interface AppDeps {
  config: ApiConfig;
  limiters: Limiters;
  /** Requests of `/v1`. */
  db: Sql;
  /** Webhook inserts: of their own, so that they never wait behind a slow request. */
  webhookDb: Sql;
  /** Not through a pooler: wakes the relay. */
  directDb: Sql;
  metrics: ApiMetrics;
  log: Logger;
  runControl: RunControl;
  keyUses: KeyUses;
  storage: FileStorage;
}

export function createApp(deps: AppDeps): Express {
  const { config, db, metrics, log } = deps;
  const app = express();
  app.disable('x-powered-by').disable('etag').set('trust proxy', config.TRUST_PROXY);

  // NOTE: before every other middleware: it is the hot path and needs none of them.
  app.use('/webhooks/whatsapp', webhooks(deps));

  app.use(identifyRequest, securityHeaders(config.SUPABASE_URL));
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', readiness(db, log));
  app.get('/config.json', studioConfig(config));
  app.use(createDocsRouter(deps.limiters.perIp));

  const verifyUserToken = createUserTokenVerifier({
    supabaseUrl: config.SUPABASE_URL,
    jwtSecret: config.SUPABASE_JWT_SECRET,
  });
  const authenticate = createAuthenticate(db, verifyUserToken);
  app.use(
    createOperationsRouter({
      db,
      authenticate,
      limiters: deps.limiters,
      metrics,
      log,
      vault: createVault(config.PARLEY_MASTER_KEY),
      keyUses: deps.keyUses,
      services: {
        runControl: deps.runControl,
        accounts: createAccountReader(config.WHATSAPP_GRAPH_URL, config.WHATSAPP_GRAPH_VERSION),
        templates: createTemplateApi(config.WHATSAPP_GRAPH_URL, config.WHATSAPP_GRAPH_VERSION, {
          timeoutMs: OUTSIDE_LIMIT_MS,
        }),
        storage: deps.storage,
        suppressionKeys: createSuppressionKeys(config.PARLEY_MASTER_KEY),
        allowedPrivateHosts: config.HTTP_ALLOWED_PRIVATE_HOSTS,
        appKey: config.WHATSAPP_APP_KEY,
      },
    }),
  );
  app.use(['/v1', '/webhooks'], answerNotFound);
  app.use(createStudioRouter(config.STUDIO_DIST));
  app.use(answerNotFound, createErrorHandler(log));
  return app;
}

function webhooks({ config, webhookDb, directDb, metrics, log }: AppDeps) {
  return createWebhookHandler({
    defaultAppKey: config.WHATSAPP_APP_KEY,
    findAppSecrets: createAppSecretsLookup(webhookDb, config.PARLEY_MASTER_KEY),
    store: createDeliveryStore(webhookDb),
    notifier: createNotifier(directDb, log),
    count: metrics.countWebhook,
    log,
  });
}

/** Ready: Postgres answers within this time. */
const READY_WITHIN_MS = 2_000;

function readiness(db: Sql, log: Logger): RequestHandler {
  return async (_request, response) => {
    try {
      await withinMs(db`select 1`, READY_WITHIN_MS, 'The readiness check');
      response.json({ status: 'ok' });
    } catch (err) {
      log.warn({ err }, 'Not ready: the database doesn’t answer');
      response.status(503).json({ status: 'database unavailable' });
    }
  };
}

/** What the studio must know before anybody signs in; all of it is public. */
function studioConfig(config: ApiConfig): RequestHandler {
  const answer = {
    supabaseUrl: config.SUPABASE_URL,
    supabasePublishableKey: config.SUPABASE_PUBLISHABLE_KEY,
    temporalUiUrl: config.TEMPORAL_UI_URL ?? null,
    temporalNamespace: config.TEMPORAL_NAMESPACE,
    simulatorUrl: config.SIMULATOR_URL ?? null,
  };
  return (_request, response) => void response.setHeader('cache-control', 'no-store').json(answer);
}
