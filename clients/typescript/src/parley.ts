import { ParleyError } from './error.js';
import { createClient, createConfig } from './generated/client/index.js';
import { ParleySdk } from './generated/sdk.gen.js';
import { retrying } from './retrying.js';

export interface ParleyOptions {
  /** Where the API is, for example `https://parley.example.com`. */
  baseUrl: string;
  /** An API key (`pk_…`), or a function that gives a user's access token. */
  token: string | (() => string | Promise<string>);
  /** How often a request is sent again after 429, 503 or a broken connection; 2 when left out. */
  retries?: number;
  fetch?: typeof fetch;
}

/**
 * A client with a method for every operation. Each throws ParleyError for anything but a success. Every POST has an
 * `Idempotency-Key`: its own, unless you send one, so that sending it again has no second effect.
 */
export function createParley({
  baseUrl,
  token,
  retries = 2,
  fetch = globalThis.fetch,
}: ParleyOptions): ParleySdk {
  const client = createClient(
    createConfig({
      baseUrl,
      auth: typeof token === 'string' ? () => token : async () => token(),
      fetch: retrying(fetch, retries),
      throwOnError: true,
    }),
  );
  client.interceptors.request.use((request) => {
    if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', crypto.randomUUID());
    }
    return request;
  });
  client.interceptors.error.use((error, response) =>
    error instanceof Error && error.name === 'AbortError' ? error : new ParleyError(response, error, error),
  );
  return new ParleySdk({ client });
}
