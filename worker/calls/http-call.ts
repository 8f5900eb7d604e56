/** One attempt at an HTTP request of a flow. */
import { MAX_RESPONSE_BYTES, type HttpCall } from '../../core/flow/calls.ts';
import { IDEMPOTENCY_HEADER } from '../../core/flow/nodes/shared/http-headers.ts';
import type { HttpClient } from '../../platform/http/client.ts';
import type { GuardedHeader, GuardedResponse } from '../../platform/http/request.ts';
import { HttpFailure } from '../../platform/http/errors.ts';
import { retryAfterMs } from '../../platform/http/retry-after.ts';
import { failed, type Attempt } from './attempt.ts';
import type { FindSecret } from './secrets.ts';
import { isJsonType, readBody } from './response-body.ts';

/** @param idempotencyKey the same for every attempt at this call */
export async function attemptHttp(
  http: HttpClient,
  call: HttpCall,
  findSecret: FindSecret,
  idempotencyKey: string,
): Promise<Attempt> {
  const headers = await fillHeaders(call, findSecret);
  if ('missing' in headers) {
    return {
      kind: 'settled',
      result: failed('call_secret_missing', `There is no secret "${headers.missing}".`),
    };
  }
  const { method, url, body, timeoutMs } = call;
  const idempotency = { name: IDEMPOTENCY_HEADER, value: idempotencyKey, isSecret: false };
  try {
    const all = [...headers.filled, idempotency];
    return judge(await http.request({ method, url, headers: all, body, timeoutMs }));
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const result = failed(error.code, error.message);
    return error.isRetryable ? { kind: 'again', result, retryAfterMs: null } : { kind: 'settled', result };
  }
}

async function fillHeaders(
  { headers }: HttpCall,
  findSecret: FindSecret,
): Promise<{ filled: GuardedHeader[] } | { missing: string }> {
  const filled: GuardedHeader[] = [];
  for (const { name, value, secret } of headers) {
    if (name.toLowerCase() === IDEMPOTENCY_HEADER.toLowerCase()) continue;
    const hidden = secret === null ? '' : await findSecret(secret);
    if (hidden === null) return { missing: secret ?? '' };
    filled.push({ name, value: value + hidden, isSecret: secret !== null });
  }
  return { filled };
}

function judge({ status, headers, body, isCut }: GuardedResponse): Attempt {
  if (isCut && isJsonType(headers['content-type'])) {
    const title = `The answer is larger than ${MAX_RESPONSE_BYTES / 1024} kB.`;
    return { kind: 'settled', result: failed('call_response_too_large', title) };
  }
  const result = { outcome: 'response' as const, status, body: readBody(body) };
  const isTemporary = status === 429 || status >= 500;
  if (!isTemporary) return { kind: 'settled', result };
  return { kind: 'again', result, retryAfterMs: retryAfterMs(headers['retry-after']) };
}
