/**
 * HTTP requests that somebody else wrote: flows ask for them, so address, headers and answer are all untrusted. Each name is
 * resolved once and the connection goes to exactly the address that was checked; proxies of the environment are not used,
 * because behind one the check would mean nothing.
 */
import type { LookupFunction } from 'node:net';
import { Agent, request as send } from 'undici';
import { MAX_RESPONSE_BYTES } from '../../core/flow/calls.ts';
import { CONNECTION_HEADERS } from '../../core/flow/nodes/shared/http-headers.ts';
import { HttpFailure } from './errors.ts';
import { ACCEPTED_ENCODINGS, readLimited } from './read-body.ts';
import { followedRequest, isRedirect, MAX_REDIRECTS } from './redirects.ts';
import type { GuardedRequest, GuardedResponse } from './request.ts';
import {
  resolveBySystem,
  resolveTarget,
  type Resolve,
  type ResolvedAddress,
  type TargetRules,
} from './target.ts';

export interface HttpClient {
  /** @throws HttpFailure, and nothing else */
  request(request: GuardedRequest): Promise<GuardedResponse>;
}

export interface HttpClientOptions {
  /** `host:port` pairs that may be reached although they are private. */
  allowedPrivateHosts?: readonly string[];
  /** Left out: the operating system's. */
  resolve?: Resolve;
}

/** Whoever opens no connection for this long won't answer in time either. */
const CONNECT_TIMEOUT_MS = 10_000;

export function createHttpClient({ allowedPrivateHosts = [], resolve }: HttpClientOptions = {}): HttpClient {
  const rules: TargetRules = {
    resolve: resolve ?? resolveBySystem,
    allowedPrivateHosts: new Set(allowedPrivateHosts.map((host) => host.toLowerCase())),
  };
  return {
    async request(first) {
      const timeout = AbortSignal.timeout(first.timeoutMs);
      const signal = first.signal ? AbortSignal.any([timeout, first.signal]) : timeout;
      try {
        return await follow(first, rules, signal);
      } catch (error) {
        throw asFailure(error, signal);
      }
    },
  };
}

async function follow(
  first: GuardedRequest,
  rules: TargetRules,
  signal: AbortSignal,
): Promise<GuardedResponse> {
  let request = first;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await exchange(request, rules, signal);
    const { location } = answer.headers;
    const isFinal = request.followsRedirects === false || !isRedirect(answer.status);
    if (isFinal || location === undefined) return answer;
    if (redirects === MAX_REDIRECTS) {
      throw new HttpFailure('call_failed', `The server redirects more than ${MAX_REDIRECTS} times.`);
    }
    request = followedRequest(request, answer.status, location);
  }
}

/** One request and its answer, on a connection of its own: a kept one could lead to an address that was checked long ago. */
async function exchange(
  request: GuardedRequest,
  rules: TargetRules,
  signal: AbortSignal,
): Promise<GuardedResponse> {
  const { url, addresses } = await orAborted(resolveTarget(request.url, rules), signal);
  const agent = new Agent({
    connections: 1,
    pipelining: 0,
    allowH2: false,
    connect: { lookup: pinned(addresses), timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: 0, // `signal` covers every phase
    bodyTimeout: 0,
  });
  try {
    const { statusCode, headers, body } = await send(url, {
      dispatcher: agent,
      method: request.method,
      headers: wireHeaders(request),
      body: request.body,
      signal,
    });
    const flat = flatten(headers);
    const { bytes, isCut } = await orAborted(
      readLimited(body, flat['content-encoding'], request.maxResponseBytes ?? MAX_RESPONSE_BYTES),
      signal,
    );
    return { status: statusCode, headers: flat, body: bytes, isCut };
  } finally {
    void agent.destroy().catch(() => {});
  }
}

/** Answers every question of the socket with the addresses that were checked. */
function pinned(addresses: ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

function wireHeaders({ headers }: GuardedRequest): string[] {
  const given = headers.filter(({ name }) => !CONNECTION_HEADERS.has(name.toLowerCase()));
  const has = (wanted: string) => given.some(({ name }) => name.toLowerCase() === wanted);
  return [
    ...given.flatMap(({ name, value }) => [name, value]),
    ...(has('user-agent') ? [] : ['user-agent', 'Parley']),
    ...(has('accept') ? [] : ['accept', 'application/json, text/plain;q=0.9, */*;q=0.5']),
    ...['accept-encoding', ACCEPTED_ENCODINGS],
  ];
}

function flatten(headers: Awaited<ReturnType<typeof send>>['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** What can't be aborted (a resolver's answer, a decompressor) is at least not waited for. */
async function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => {});
  }
}

/** Wrong before anything was sent: trying again changes nothing. */
const OWN_FAULTS = new Set(['UND_ERR_INVALID_ARG', 'ERR_INVALID_ARG_VALUE', 'ERR_INVALID_CHAR']);

function asFailure(error: unknown, signal: AbortSignal): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = errorCode(error);
  if (isTimeout(signal) || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new HttpFailure('call_timeout', 'There was no complete answer in time.', { isRetryable: true });
  }
  if (OWN_FAULTS.has(code)) {
    return new HttpFailure('call_failed', 'The request holds characters that HTTP does not allow.');
  }
  if (
    code.startsWith('Z_') ||
    code.startsWith('ERR__ERROR_FORMAT') ||
    code === 'ERR_BROTLI_DECOMPRESSION_FAILED'
  ) {
    return new HttpFailure('call_failed', 'The compressed answer is damaged.');
  }
  // NOTE: without the cause: errors of the client hang the address on theirs.
  return new HttpFailure('call_unreachable', `The connection failed or was cut (${code}).`, {
    isRetryable: true,
  });
}

function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof Error && reason.name === 'TimeoutError';
}

function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : errorCode(error.cause);
}
