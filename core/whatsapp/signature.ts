/**
 * The two ways in which Meta proves itself: the signature of every POST, and the token of the GET handshake. Only
 * WebCrypto, so that Node, Deno and browsers run the same code.
 */

const SCHEME = 'sha256=';

/**
 * Whether `X-Hub-Signature-256` is the HMAC-SHA256 of exactly these bytes under one of the secrets (the current one and,
 * while it is being changed, the previous one). Compared in constant time. Anything wrong is false; nothing is thrown.
 *
 * @param rawBytes the body as it came; re-serialised JSON has another signature, because Meta escapes in its own way
 * @param header the header's value, `sha256=` and 64 hex digits
 */
export async function verifySignature(
  rawBytes: Uint8Array,
  header: string | undefined,
  secrets: string[],
): Promise<boolean> {
  const signature = typeof header === 'string' ? readSignature(header) : null;
  if (signature === null) return false;
  try {
    const results = await Promise.all(
      // An empty secret would make a signature that anyone can compute.
      secrets.filter((secret) => secret !== '').map((secret) => verifyWith(secret, signature, rawBytes)),
    );
    return results.includes(true);
  } catch {
    return false;
  }
}

/**
 * The text to answer to Meta's GET (with 200, as text/plain), or null for 403.
 *
 * @param query the query parameters `hub.mode`, `hub.verify_token` and `hub.challenge`
 */
export function verifyHandshake(query: Record<string, unknown>, verifyToken: string): string | null {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
  if (mode !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') return null;
  if (verifyToken === '' || !isEqual(token, verifyToken)) return null;
  return challenge.length <= MAX_CHALLENGE_LENGTH ? challenge : null;
}

const MAX_CHALLENGE_LENGTH = 512;

function readSignature(header: string): Uint8Array<ArrayBuffer> | null {
  const hex = header.slice(SCHEME.length);
  if (!header.startsWith(SCHEME) || !/^[0-9a-f]{64}$/i.test(hex)) return null;
  return Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

async function verifyWith(
  secret: string,
  signature: Uint8Array<ArrayBuffer>,
  rawBytes: Uint8Array,
): Promise<boolean> {
  const key = await importedKey(secret);
  return globalThis.crypto.subtle.verify('HMAC', key, signature, rawBytes as Uint8Array<ArrayBuffer>);
}

/** Importing a key costs as much as checking a small body, and a server has few secrets. */
const importedKeys = new Map<string, Promise<CryptoKey>>();
const MAX_IMPORTED_KEYS = 64;

function importedKey(secret: string): Promise<CryptoKey> {
  const known = importedKeys.get(secret);
  if (known !== undefined) return known;
  if (importedKeys.size >= MAX_IMPORTED_KEYS) importedKeys.clear();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = globalThis.crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, [
    'verify',
  ]);
  importedKeys.set(secret, key);
  return key;
}

/** Looks at every character, so that the time taken doesn't tell how many are right. */
function isEqual(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let i = 0; i < given.length; i++) {
    difference |= given.charCodeAt(i) ^ expected.charCodeAt(i % expected.length);
  }
  return difference === 0;
}
