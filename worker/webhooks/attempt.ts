/** One attempt to tell an endpoint of an event, signed as Standard Webhooks wants it. */
import { Webhook } from 'standardwebhooks';
import type { WebhookAttempt } from '../../core/api/webhooks.ts';
import type { HttpClient } from '../../platform/http/client.ts';
import { HttpFailure, type HttpFailureCode } from '../../platform/http/errors.ts';
import { retryAfterMs } from '../../platform/http/retry-after.ts';

/** For everything: name, connection, the whole answer. */
const TIMEOUT_MS = 15_000;
/** What an answer says is of no interest, and may be personal: it is read so far and forgotten. */
const MAX_RESPONSE_BYTES = 16 * 1024;
const GONE = 410;

const errors: Record<HttpFailureCode, NonNullable<WebhookAttempt['error']>> = {
  call_timeout: 'timeout',
  call_unreachable: 'unreachable',
  call_address_refused: 'address_refused',
  call_response_too_large: 'failed',
  call_failed: 'failed',
};

export interface Attempted extends WebhookAttempt {
  /** The endpoint asks not to be told of anything any more (410). */
  isGone: boolean;
  retryAfterMs: number | null;
}

export interface Letter {
  url: string;
  /** The current one first. */
  secrets: string[];
  id: string;
  body: string;
}

/** Redirects are not followed: an endpoint is where its owner said. */
export async function attempt(http: HttpClient, { url, secrets, id, body }: Letter): Promise<Attempted> {
  const at = new Date();
  const startedAt = performance.now();
  const outcome = (status: number | null, error: WebhookAttempt['error'], retryMs: number | null = null) => ({
    at: at.toISOString(),
    status,
    error,
    durationMs: Math.round(performance.now() - startedAt),
    isGone: status === GONE,
    retryAfterMs: retryMs,
  });
  try {
    const { status, headers } = await http.request({
      method: 'POST',
      url,
      headers: headersOf({ secrets, id, body, at }),
      body,
      timeoutMs: TIMEOUT_MS,
      followsRedirects: false,
      maxResponseBytes: MAX_RESPONSE_BYTES,
    });
    const isTaken = status >= 200 && status < 300;
    return outcome(
      status,
      isTaken ? null : 'http_status',
      isTaken ? null : retryAfterMs(headers['retry-after']),
    );
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return outcome(null, errors[error.code]);
  }
}

function headersOf({ secrets, id, body, at }: Omit<Letter, 'url'> & { at: Date }) {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  return Object.entries({
    'content-type': 'application/json',
    'user-agent': 'Parley-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  }).map(([name, value]) => ({ name, value, isSecret: name === 'webhook-signature' }));
}
