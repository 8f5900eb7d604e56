/** Turns the contract into routes: authenticate, limit, read, check, run in the caller's transaction, answer. */
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { operations, type Operation, type OperationName } from '../core/api/operations.ts';
import type { Sql } from '../platform/db/pool.ts';
import type { Logger } from '../platform/log.ts';
import type { Authenticate } from './auth/authenticate.ts';
import { inContext } from './context.ts';
import type { KeyUses } from './auth/key-uses.ts';
import { REQUEST_LIMIT_MS, withinMs } from './deadline.ts';
import { namesEtag } from './etag.ts';
import type { ApiMetrics } from './metrics.ts';
import { receiveFile, sendFile } from './files.ts';
import type { FileAnswer, Services } from './operation.ts';
import { handlerOf } from './operations/registry.ts';
import { perform, type Performance, type SentAnswer } from './perform.ts';
import type { Limiters } from './rate-limit/limits.ts';
import { readParams, readQuery } from './read-input.ts';
import { stateOf } from './request-state.ts';
import type { Vault } from './vault.ts';

export interface RouterDeps {
  db: Sql;
  authenticate: Authenticate;
  limiters: Limiters;
  metrics: ApiMetrics;
  log: Logger;
  services: Services;
  /** Encrypts the secrets that people store. */
  vault: Vault;
  keyUses: KeyUses;
}

/** More than the largest flow document, so that who goes beyond that reads the flow's own limit (core/flow/parse.ts). */
const BODY_LIMIT = '1.5mb';

export function createOperationsRouter(deps: RouterDeps): Router {
  // Strict: `/contacts/` is no list for who asks for a contact without an id.
  const router = Router({ strict: true, caseSensitive: true });
  const { perIp, perToken } = deps.limiters;
  const parseJson = express.json({ limit: BODY_LIMIT, type: ['application/json', 'application/*+json'] });
  const authenticate: RequestHandler = async (request, response, next) => {
    const principal = await deps.authenticate(request.get('authorization'));
    stateOf(response).principal = principal;
    if (principal.kind === 'apiKey') deps.keyUses.note(principal.id);
    next();
  };
  for (const name of Object.keys(operations) as OperationName[]) {
    const { method, path, access, bodyType }: Operation = operations[name];
    router[method](
      path.replaceAll(/\{(\w+)\}/g, ':$1'),
      observe(deps, name),
      perIp,
      ...(access === 'public' ? [] : [authenticate, perToken]),
      // A file is read when it is known that the caller may send it.
      ...(bodyType === 'file' ? [] : [parseJson]),
      serve(deps, name),
    );
  }
  return router;
}

function serve(deps: RouterDeps, name: OperationName): RequestHandler {
  const { storage } = deps.services;
  const contract: Operation = operations[name];
  return async (request, response) => {
    const { principal = null, requestId } = stateOf(response);
    const params = readParams(contract, request);
    const orgId = typeof params.org === 'string' ? params.org : null;
    const scope = {
      ...{ principal, access: contract.access, orgId },
      request: { id: requestId, address: request.ip ?? null },
    };
    const performance: Performance = { name, scope, params, request };
    if (contract.bodyType !== 'file') return answer(response, performance);
    // Before anything is read.
    await inContext(deps.db, scope, async () => {});
    const file = await receiveFile(request);
    try {
      const query = readQuery(contract, request);
      const received = await handlerOf(name).receive!(file, { params, query, storage } as never);
      await answer(response, { ...performance, file: { ...received, digest: file.sha256 } });
    } finally {
      await file.remove();
    }
  };

  async function answer(response: Response, performance: Performance): Promise<void> {
    const { file, request } = performance;
    try {
      const done = await withinMs(perform(deps, performance), REQUEST_LIMIT_MS, name);
      if (done.isReplayed) await file?.discard();
      if (contract.responseType === 'file') await sendFile(response, storage, done.body as FileAnswer);
      else send(request, response, done);
    } catch (error) {
      if (!response.headersSent) await file?.discard().catch(() => {});
      throw error;
    }
  }
}

function send(request: Request, response: Response, { status, text, etag, isReplayed }: SentAnswer): void {
  if (isReplayed) response.setHeader('idempotency-replayed', 'true');
  if (etag !== null) response.setHeader('etag', etag);
  // Answers hold people's data and depend on who asks.
  response.setHeader('cache-control', 'no-store');
  const known = request.method === 'GET' ? request.get('if-none-match') : undefined;
  if (known !== undefined && etag !== null && namesEtag(known, etag, 'weak')) {
    response.status(304).end();
    return;
  }
  response.status(status).type('application/json').send(text);
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
