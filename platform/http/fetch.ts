/** The guarded client as `fetch`, for libraries that bring their own idea of HTTP. */
import { HttpFailure } from './errors.ts';
import type { HttpClient } from './client.ts';
import type { GuardedHeader, GuardedRequest } from './request.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;
/** Statuses whose answer has no body, by the Fetch standard. */
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** Texts as bodies only. Headers that carry credentials stay with their origin. Rejects with HttpFailure. */
export function guardedFetch(http: HttpClient, timeoutMs: number): typeof fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const { body, signal } = init;
    if (body !== undefined && body !== null && typeof body !== 'string') {
      throw new TypeError('Only texts can be sent through the guarded client.');
    }
    const answer = await http.request({
      method: methodOf(init.method ?? 'GET'),
      url,
      headers: [...new Headers(init.headers)].map(guarded),
      body: body ?? null,
      timeoutMs,
      ...(signal ? { signal } : {}),
    });
    if (answer.isCut) {
      throw new HttpFailure('call_response_too_large', 'The answer is larger than what can be kept.');
    }
    const { status, headers } = answer;
    // The body is decompressed already.
    const { 'content-encoding': _encoding, 'content-length': _length, ...rest } = headers;
    return new Response(WITHOUT_BODY.has(status) ? null : new Uint8Array(answer.body), {
      status,
      headers: rest,
    });
  };
}

function guarded([name, value]: [string, string]): GuardedHeader {
  return { name, value, isSecret: /authorization|api-?key|token|cookie/i.test(name) };
}

function methodOf(method: string): GuardedRequest['method'] {
  const known = METHODS.find((one) => one === method.toUpperCase());
  if (!known) throw new TypeError(`Method ${method} is not possible here.`);
  return known;
}
