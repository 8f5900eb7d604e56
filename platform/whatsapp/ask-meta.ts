/** Asking Meta with an account's token: one request, and the ways in which it comes to nothing. Sends go through `cloud-api.ts`. */
import { request, type Dispatcher } from 'undici';

export type MetaErrorCode =
  /** Meta says no to this token, or to it for this account. */
  | 'token_refused'
  /** Meta says no to what is asked, in words for people. */
  | 'refused'
  /** Too many requests: later. */
  | 'throttled'
  /** There is no such file, or not any more. */
  | 'media_not_found'
  /** The address of a file leads to a host that isn't Meta's. */
  | 'foreign_address'
  /** No answer, or none that we understand: worth another try. */
  | 'whatsapp_unavailable';

export class MetaError extends Error {
  override readonly name = 'MetaError';
  readonly code: MetaErrorCode;
  /** Meta's own, of `refused`. */
  readonly subcode: number | null;

  constructor(
    code: MetaErrorCode,
    message: string,
    { subcode = null, ...options }: ErrorOptions & { subcode?: number | null } = {},
  ) {
    super(message, options);
    this.code = code;
    this.subcode = subcode;
  }
}

export type AskOptions = Pick<Dispatcher.RequestOptions, 'headersTimeout' | 'bodyTimeout'> & {
  method?: 'GET' | 'POST' | 'DELETE';
  /** JSON. */
  body?: string;
  signal: AbortSignal;
};

/**
 * NOTE: redirects aren't followed: they would take the token along.
 * @throws MetaError whatsapp_unavailable
 */
export async function askMeta(
  url: string,
  accessToken: string,
  options: AskOptions,
): Promise<Dispatcher.ResponseData> {
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'user-agent': 'Parley',
    ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  try {
    return await request(url, { headers, ...options });
  } catch (cause) {
    throw new MetaError('whatsapp_unavailable', 'Meta gave no answer.', { cause });
  }
}
