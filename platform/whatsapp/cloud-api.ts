/**
 * The HTTP side of the WhatsApp Cloud API. It makes exactly one request per call and never retries: what to do about a failure
 * is the send gate's decision, and for that it must know whether Meta can have seen the request.
 */
import { Agent, request } from 'undici';
import { SEND_TIMEOUT_MS } from '../../core/messaging/timing.ts';

export type GraphOutcome =
  /** Meta answered: JSON, or a refusal (4xx) without any. */
  | { kind: 'answered'; httpStatus: number; body: unknown; retryAfterMs: number | null }
  /** Nothing can have reached Meta: name not resolved, connection refused, connect or TLS time-out. */
  | { kind: 'notSent'; cause: string }
  /** The request may have been accepted: reset, time-out, or an answer that isn't JSON. */
  | { kind: 'unknown'; cause: string };

export interface CloudApi {
  postMessage(metaPhoneNumberId: string, accessToken: string, body: object): Promise<GraphOutcome>;
  close(): Promise<void>;
}

/**
 * Opened as they are needed. A thousand messages a second that Meta answers after a third of one are 333 at a time; what waits for a
 * connection spends its time limit there.
 */
const MAX_CONNECTIONS = 512;

/** Errors of undici and Node that happen before the first byte is written. */
const notSentCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/**
 * @param graphUrl base without version, for example `https://graph.facebook.com`
 * @param version for example `v25.0`
 */
export function createCloudApi(graphUrl: string, version: string): CloudApi {
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    // One request at a time per connection: a pipelined one that is cut off could not be told from one that was seen.
    pipelining: 1,
    connect: { timeout: 5_000 },
    headersTimeout: SEND_TIMEOUT_MS,
    bodyTimeout: SEND_TIMEOUT_MS,
    keepAliveTimeout: 4_000,
  });
  const base = `${graphUrl.replace(/\/$/, '')}/${version}`;

  return {
    async postMessage(metaPhoneNumberId, accessToken, body) {
      let httpStatus: number;
      let text: string;
      let retryAfter: string | string[] | undefined;
      try {
        const response = await request(`${base}/${encodeURIComponent(metaPhoneNumberId)}/messages`, {
          dispatcher: agent,
          method: 'POST',
          headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
        });
        httpStatus = response.statusCode;
        retryAfter = response.headers['retry-after'];
        text = await response.body.text();
      } catch (error) {
        const cause = errorCode(error);
        return { kind: notSentCodes.has(cause) ? 'notSent' : 'unknown', cause };
      }
      const json = parseJson(text);
      // A 4xx is a refusal whatever it is written in; anything else without JSON may come from a proxy after Meta took the message.
      const isRefusal = httpStatus >= 400 && httpStatus < 500;
      if (json === undefined && !isRefusal)
        return { kind: 'unknown', cause: `http_${httpStatus}_without_json` };
      return { kind: 'answered', httpStatus, body: json ?? null, retryAfterMs: parseRetryAfter(retryAfter) };
    },
    close: () => agent.close(),
  };
}

function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown_error';
  if (error.name === 'TimeoutError') return 'timeout';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : errorCode(error.cause);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseRetryAfter(header: string | string[] | undefined): number | null {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}
