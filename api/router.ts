/** Turns the contract into routes: authenticate, limit, read, check, run in the caller's transaction, answer. */
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';
import type { Sql } from '../platform/db/pool.ts';
import type { Logger } from '../platform/log.ts';
import { sealSecret } from '../platform/secrets/envelope.ts';
import type { Authenticate } from './auth/authenticate.ts';
import { inContext } from './context.ts';
import { withinMs } from './deadline.ts';
import { answerOnce, readIdempotencyKey, type Answer } from './idempotency.ts';
import type { ApiMetrics } from './metrics.ts';
import type { Call, OperationHandler } from './operation.ts';
import { handlers } from './operations/registry.ts';
import { ApiError } from './problems.ts';
import type { RunControl } from './run-control.ts';
import { limitPerIp, limitPerToken, type RateLimits } from './rate-limit.ts';
import { readBody, readParams, readQuery } from './read-input.ts';
import { stateOf } from './request-state.ts';

export interface RouterDeps {
  db: Sql;
  authenticate: Authenticate;
  rateLimits: RateLimits;
  metrics: ApiMetrics;
  log: Logger;
  runControl: RunControl;
  /** Of the secrets that people store; 32 bytes in base64. */
  masterKey: string;
}

/** The largest flow document is about this big. */
const BODY_LIMIT = '1mb';
/** More than Postgres' own limit for a statement, so that this one counts only when it is out of reach. */
const REQUEST_LIMIT_MS = 15_000;

export function createOperationsRouter(deps: RouterDeps): Router {
  const router = Router();
  const perIp = limitPerIp(deps.rateLimits);
  const perToken = limitPerToken(deps.rateLimits);
  const parseJson = express.json({ limit: BODY_LIMIT, type: ['application/json', 'application/*+json'] });
  const authenticate: RequestHandler = async (request, response, next) => {
    stateOf(response).principal = await deps.authenticate(request.get('authorization'));
    next();
  };
  for (const name of Object.keys(operations) as OperationName[]) {
    const { method, path } = operations[name];
    router[method](
      path.replaceAll(/\{(\w+)\}/g, ':$1'),
      observe(deps, name),
      perIp,
      authenticate,
      perToken,
      parseJson,
      serve(deps, name),
    );
  }
  return router;
}

function serve({ db, masterKey, runControl }: RouterDeps, name: OperationName): RequestHandler {
  const contract: Operation = operations[name];
  // The registry ties each handler to its own operation; which one it is here only the loop above knows.
  const handler = handlers[name] as unknown as OperationHandler<OperationName>;
  const seal: Call<OperationName>['seal'] = (context, secret) => sealSecret(masterKey, context, secret);

  return async (request, response) => {
    const { principal } = stateOf(response);
    if (!principal) throw new ApiError('unauthenticated');
    const params = readParams(contract, request);
    const orgId = typeof params.org === 'string' ? params.org : null;
    const answering = inContext(db, { principal, access: contract.access, orgId }, async (tx) => {
      const query = readQuery(contract, request);
      const body = readBody(contract, request);
      const isRepeatable = contract.method !== 'post' || handler.changesNothing;
      const key = isRepeatable ? undefined : readIdempotencyKey(request.get('idempotency-key'));
      const call = {
        ...{ tx, principal, params, query, body, seal, runControl },
        idempotencyKey: key ?? null,
      } as unknown as Call<OperationName>;
      const work = async (): Promise<Answer> => ({
        status: contract.status ?? 200,
        body: await handler.handle(call),
        isReplayed: false,
      });
      if (key === undefined || orgId === null) return work();
      return answerOnce(tx, { orgId, key, method: contract.method, path: request.path, body }, work);
    });
    send(response, await withinMs(answering, REQUEST_LIMIT_MS, name));
  };
}

function send(response: Response, { status, body, isReplayed }: Answer): void {
  if (isReplayed) response.setHeader('idempotency-replayed', 'true');
  // Answers hold people's data and depend on who asks.
  response.setHeader('cache-control', 'no-store');
  response.status(status).json(body);
}

/** One line and one measurement a request: names and numbers, no paths, queries or bodies. */
function observe({ metrics, log }: RouterDeps, operation: OperationName): RequestHandler {
  return (request: Request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const durationMs = performance.now() - startedAt;
      const status = response.writableFinished ? response.statusCode : 499; // the client went away
      metrics.requestDuration.observe(
        { operation, status: `${Math.floor(status / 100)}xx` },
        durationMs / 1_000,
      );
      const { requestId, principal } = stateOf(response);
      const caller = principal && `${principal.kind}:${principal.id}`;
      log.info({ requestId, operation, caller, status, durationMs: Math.round(durationMs) }, 'request');
    });
    next();
  };
}
