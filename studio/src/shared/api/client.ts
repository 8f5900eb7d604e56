/** A typed client of the `/v1` API: names, inputs and answers come from the contract in `core/api`. */
import type {
  OperationBody,
  OperationName,
  OperationParams,
  OperationQueryInput,
  OperationResponse,
  Operations,
} from '../../../../core/api/operations.ts';
import type { Problem } from '../../../../core/api/schemas.ts';
import { ApiError } from './errors.ts';
import { routes } from './routes.ts';
import { sendWithProgress } from './send-with-progress.ts';

type When<Type, Shape> = [Type] extends [undefined] ? unknown : Shape;

export type ApiInput<Name extends OperationName> = { params: OperationParams<Name> } & When<
  OperationQueryInput<Name>,
  { query?: OperationQueryInput<Name> }
> &
  When<OperationBody<Name>, { body: OperationBody<Name> }> &
  (Operations[Name] extends { bodyType: 'file' } ? { file: Blob } : unknown);

export interface ApiCallOptions {
  signal?: AbortSignal;
  /**
   * For a POST: the same key on a retry makes the server repeat its first answer. A new one is made when left out; null for
   * one that only asks, so that the server keeps no answer.
   */
  idempotencyKey?: string | null;
  /** Let the request outlive the page, for the save on leaving. */
  keepalive?: boolean;
  /** Is told how much of the body has been sent, 0 to 1. */
  onProgress?: (part: number) => void;
  /** For a change: the ETag of what it is made upon. When somebody has changed that since, it is refused with 412. */
  ifMatch?: string | null;
  /** Gets the ETag of what the answer shows, for a later `ifMatch`; null where a proxy takes it away. */
  onEtag?: (etag: string | null) => void;
}

export interface ApiClient {
  /** Throws ApiError for anything but a success. */
  call<Name extends OperationName>(
    name: Name,
    input: ApiInput<Name>,
    options?: ApiCallOptions,
  ): Promise<OperationResponse<Name>>;
  /** Fetches a file, with the name that the server gives it. Throws ApiError for anything but a success. */
  download<Name extends FileOperation>(
    name: Name,
    input: ApiInput<Name>,
  ): Promise<{ file: Blob; name: string }>;
}

/** Operations that answer with a file. */
type FileOperation = {
  [Name in OperationName]: Operations[Name] extends { responseType: 'file' } ? Name : never;
}[OperationName];

export interface ApiClientDeps {
  /** The access token of the signed-in user; `renew` asks for a fresh one after a 401. Null means signed out. */
  accessToken: (renew: boolean) => Promise<string | null>;
  /** The server refuses the user even with a fresh token. */
  onSignedOut?: () => void;
  fetch?: typeof fetch;
  newId?: () => string;
}

export function createApiClient(deps: ApiClientDeps): ApiClient {
  const send = deps.fetch ?? ((input, init) => fetch(input, init));
  const newId = deps.newId ?? (() => crypto.randomUUID());

  async function request(
    url: string,
    init: RequestInit,
    { onProgress }: ApiCallOptions,
    renew: boolean,
  ): Promise<Response> {
    const token = await deps.accessToken(renew);
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    try {
      const whole = { ...init, headers };
      return await (onProgress ? sendWithProgress(url, whole, onProgress) : send(url, whole));
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new ApiError(
        0,
        { code: 'network_error', title: 'No connection to the server. Check the network and try again.' },
        cause,
      );
    }
  }

  async function ask(name: OperationName, input: unknown, options: ApiCallOptions): Promise<Response> {
    const { method, path } = routes[name];
    const { params, query, body, file } = input as LooseInput;
    const headers: Record<string, string> = {
      accept: 'application/json, application/problem+json, */*;q=0.5',
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (method === 'post' && options.idempotencyKey !== null)
      headers['idempotency-key'] = options.idempotencyKey ?? newId();
    if (options.ifMatch) headers['if-match'] = options.ifMatch;
    const init: RequestInit = {
      method: method.toUpperCase(),
      headers,
      body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: options.signal,
      keepalive: options.keepalive,
    };
    const url = operationUrl(path, params, query);
    let response = await request(url, init, options, false);
    if (response.status === 401) response = await request(url, init, options, true);
    if (response.ok) return response;
    if (response.status === 401) deps.onSignedOut?.();
    throw await readProblem(response);
  }

  return {
    async call(name, input, options = {}) {
      const response = await ask(name, input, options);
      options.onEtag?.(strongEtag(response));
      // The server checks its answers against the same contract, so the type is taken on trust here.
      return (await response.json()) as never;
    },
    async download(name, input) {
      const response = await ask(name, input, {});
      return { file: await response.blob(), name: attachmentName(response) };
    },
  };
}

/** A proxy that compresses calls an ETag weak, though what it stands for is the same to the letter. */
function strongEtag(response: Response): string | null {
  return response.headers.get('etag')?.replace(/^W\//, '') ?? null;
}

function attachmentName(response: Response): string {
  const header = response.headers.get('content-disposition') ?? '';
  const quoted = /filename="((?:[^"\\]|\\.)*)"/i.exec(header)?.[1]?.replaceAll(/\\(.)/g, '$1');
  const [, plain] = /filename=([^";\s]+)/i.exec(header) ?? [];
  // Outside of the quotes: a name may look like a parameter.
  const [, encoded] = /filename\*=UTF-8''([^;\s]+)/i.exec(header.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')) ?? [];
  return (encoded && decoded(encoded)) ?? quoted ?? plain ?? 'download';
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

interface LooseInput {
  params: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  file?: Blob;
}

/** Fills the path's placeholders and adds the query; values left out or null are not sent. */
export function operationUrl(
  path: string,
  params: Record<string, unknown>,
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = params[key];
    if (typeof value !== 'string' || value === '')
      throw new Error(`Path ${path} needs the parameter "${key}".`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    search.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

async function readProblem(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  try {
    const body = (await response.json()) as Partial<Problem> & Record<string, unknown>;
    return new ApiError(response.status, { requestId, ...body });
  } catch (cause) {
    const title =
      response.status >= 500
        ? 'The server has a problem. Try again in a moment.'
        : `The server answered ${response.status} ${response.statusText}`.trim();
    return new ApiError(response.status, { title, requestId }, cause);
  }
}
