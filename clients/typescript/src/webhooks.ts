import type { Webhooks } from './generated/index.js';

/** What a webhook tells: one of all events; `type` says which, and with it what `data` holds. */
export type WebhookEvent = Webhooks['body'];

export type WebhookFault = 'headers_missing' | 'timestamp_off' | 'signature_wrong' | 'secret_malformed';

/** The request is not to be trusted: answer it with 400, and do nothing that it says. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookFault;

  constructor(code: WebhookFault, message: string) {
    super(message);
    this.code = code;
  }
}

/** Of the request, as `Headers` or as the plain object of Node and Express. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

export interface VerifyOptions {
  /** How far the request's clock may be from ours. Default: five minutes. */
  toleranceSeconds?: number;
  /** Default: the real time. */
  now?: Date;
}

const DEFAULT_TOLERANCE_SECONDS = 5 * 60;

/**
 * Verifies a request as Standard Webhooks says (HMAC-SHA256 over id, timestamp and body), and reads it.
 * @param body as it came, byte for byte: not parsed and written again
 * @param secret `whsec_…`; while it is being changed, the former one is as good for a day
 * @throws WebhookError
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string,
  { toleranceSeconds = DEFAULT_TOLERANCE_SECONDS, now = new Date() }: VerifyOptions = {},
): Promise<WebhookEvent> {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    read(headers, `webhook-${name}`),
  );
  if (!id || !timestamp || !signatures) {
    throw new WebhookError('headers_missing', 'A header of Standard Webhooks is missing.');
  }
  const sentAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
  if (!(Math.abs(now.getTime() / 1_000 - sentAt) <= toleranceSeconds)) {
    throw new WebhookError('timestamp_off', 'The request is too old, or one of the clocks is wrong.');
  }
  const key = await importKey(secret);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = join(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  for (const one of signatures.split(' ')) {
    const [version, signature] = one.split(',');
    if (version !== 'v1' || signature === undefined) continue;
    const mac = decodeBase64(signature);
    // Compares in constant time.
    if (mac && (await crypto.subtle.verify('HMAC', key, mac, signed))) {
      return JSON.parse(new TextDecoder().decode(bytes)) as WebhookEvent;
    }
  }
  throw new WebhookError('signature_wrong', 'The request is not signed with this secret.');
}

function read(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function importKey(secret: string): Promise<CryptoKey> {
  const key = decodeBase64(secret.replace(/^whsec_/, ''));
  if (!key || key.length === 0) {
    throw new WebhookError('secret_malformed', 'The secret is not one of a webhook: it begins with whsec_.');
  }
  return crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
