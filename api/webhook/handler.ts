/**
 * Deliveries from Meta: check the signature over the raw bytes, store them, answer. Everything else happens afterwards in
 * the worker. This is the busiest path of the whole product: no middleware before it, no schema, no log line per delivery.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { verifyHandshake, verifySignature } from '../../core/whatsapp/signature.ts';
import type { Logger } from '../../platform/log.ts';
import type { WebhookOutcome } from '../metrics.ts';
import type { AppSecrets, FindAppSecrets } from './app-secrets.ts';
import type { Notifier } from './notifier.ts';
import { readBody } from './read-body.ts';
import { STATUSES_ONLY } from '../../platform/deliveries.ts';
import type { StoreDelivery } from './store.ts';

/** Meta's largest delivery. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

export interface WebhookDeps {
  /** The app of the path without an app key. */
  defaultAppKey: string;
  findAppSecrets: FindAppSecrets;
  store: StoreDelivery;
  notifier: Notifier;
  count(outcome: WebhookOutcome): void;
  log: Logger;
}

/** Serves `/webhooks/whatsapp` and `/webhooks/whatsapp/{appKey}`; `request.url` comes without that prefix. */
export function createWebhookHandler(deps: WebhookDeps) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const appKey = path.replace(/^\/|\/$/g, '') || deps.defaultAppKey;
    if (request.method === 'POST') void receive(deps, appKey, request, response);
    else if (request.method === 'GET') void shakeHands(deps, appKey, new URLSearchParams(query), response);
    else answer(response.setHeader('allow', 'GET, POST'), 405, 'METHOD_NOT_ALLOWED');
  };
}

async function receive(
  deps: WebhookDeps,
  appKey: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const [app, body] = await Promise.all([findApp(deps, appKey), readBody(request, MAX_BODY_BYTES)]);
  const refuse = (outcome: WebhookOutcome, status: number, text: string) => {
    deps.count(outcome);
    answer(response, status, text);
  };
  if (body === 'aborted') return deps.count('aborted');
  if (body === 'too_large') return refuse('too_large', 413, 'BODY_TOO_LARGE');
  if (app === 'unavailable') return refuse('unavailable', 503, 'TRY_AGAIN');
  if (app === null) return refuse('unknown_app', 404, 'UNKNOWN_APP');

  const signature = headerOf(request, 'x-hub-signature-256');
  if (!(await verifySignature(body, signature, app.appSecrets)))
    return refuse('bad_signature', 401, 'BAD_SIGNATURE');
  let priority: number;
  try {
    priority = await deps.store({ appKey, body, headers: keptHeaders(request) });
  } catch (err) {
    logFailure(deps, err, 'Deliveries can’t be stored; Meta will send them again');
    return refuse('unavailable', 503, 'TRY_AGAIN');
  }
  // Nobody waits for a status: the relay's next poll takes many of them at once.
  if (priority < STATUSES_ONLY) deps.notifier.notify();
  deps.count('stored');
  answer(response, 200, 'EVENT_RECEIVED');
}

/** Meta asks once, when somebody enters our address in the app's settings. */
async function shakeHands(
  deps: WebhookDeps,
  appKey: string,
  query: URLSearchParams,
  response: ServerResponse,
) {
  const app = await findApp(deps, appKey);
  if (app === 'unavailable') return answer(response, 503, 'TRY_AGAIN');
  if (app === null) return answer(response, 404, 'UNKNOWN_APP');
  const challenge = verifyHandshake(Object.fromEntries(query), app.verifyToken);
  return challenge === null ? answer(response, 403, 'WRONG_VERIFY_TOKEN') : answer(response, 200, challenge);
}

async function findApp(deps: WebhookDeps, appKey: string): Promise<AppSecrets | null | 'unavailable'> {
  try {
    return await deps.findAppSecrets(appKey);
  } catch (err) {
    logFailure(deps, err, 'The secrets of an app can’t be read');
    return 'unavailable';
  }
}

/** While the database is away every delivery fails: one line a second tells as much as a thousand. */
const LOG_INTERVAL_MS = 1_000;
let loggedAt = -Infinity;

function logFailure({ log }: WebhookDeps, err: unknown, sentence: string): void {
  if (performance.now() - loggedAt < LOG_INTERVAL_MS) return;
  loggedAt = performance.now();
  log.error({ err }, sentence);
}

/** Kept beside the raw body, for whoever has to explain a delivery later. */
function keptHeaders(request: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['x-hub-signature-256', 'content-type', 'user-agent']) {
    const value = headerOf(request, name);
    if (value !== undefined) kept[name] = value.slice(0, 512);
  }
  return kept;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function answer(response: ServerResponse, status: number, text: string): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    // The rest of a body that is too large is not worth waiting for.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(text);
}
