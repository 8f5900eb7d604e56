/** Names of HTTP headers that authors may and may not set. */

/** `token` of RFC 9110, section 5.6.2. */
const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}$/;

/** Headers that belong to the connection, not to whoever writes a request. */
export const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'te', 'trailer', 'upgrade'],
  ...['expect', 'accept-encoding', 'proxy-authorization', 'proxy-connection'],
]);

/** Made by the host: the same for every attempt at one call. */
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

export function isHeaderName(name: string): boolean {
  return TOKEN.test(name);
}

export function isOwnHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return !CONNECTION_HEADERS.has(lower) && lower !== IDEMPOTENCY_HEADER.toLowerCase();
}
