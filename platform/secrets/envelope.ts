/**
 * Secrets at rest: AES-256-GCM under a master key, with additional data that names where the secret belongs, so that a copied row
 * can't be opened in another place. Layout of version 2: version (1 byte), key id (4), nonce (12), tag (16), ciphertext.
 *
 * A master key is 32 bytes in base64; several stand with commas between them. The first one seals; the others still open what they
 * sealed, until everything is sealed anew (`worker/sweeper/reseal-secrets.ts`).
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const VERSION = 2;
/** Without a key id (one zero byte in its place): every key is tried. */
const FIRST_VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MASTER_KEY_BYTES = 32;

/** The envelope is damaged, was moved, or was sealed with a master key that isn't here. */
export class SecretUnreadableError extends Error {
  readonly code = 'secret_unreadable';
}

/** Whether a value can be the setting PARLEY_MASTER_KEY: one key, or several with commas between them. */
export function isMasterKey(value: string): boolean {
  return value.split(',').every((key) => Buffer.from(key, 'base64').length === MASTER_KEY_BYTES);
}

/**
 * @param masterKeys see above; the first one seals
 * @param context where the secret belongs, for example `access_token:{org id}`
 */
export function sealSecret(masterKeys: string, context: string, secret: string): Buffer {
  const [{ id, key }] = keysOf(masterKeys);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), id, nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws SecretUnreadableError */
export function openSecret(masterKeys: string, context: string, envelope: Uint8Array): string {
  const { keyId, nonce, tag, ciphertext } = read(envelope, context);
  let cause: unknown;
  for (const { id, key } of keysOf(masterKeys)) {
    if (keyId && !keyId.equals(id)) continue;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    } catch (error) {
      cause = error;
    }
  }
  throw new SecretUnreadableError(
    `The stored secret for ${context} can't be opened; is the key that sealed it among those of PARLEY_MASTER_KEY?`,
    { cause },
  );
}

/** The first bytes of every envelope that the first master key sealed: what begins otherwise waits for a new seal. */
export function currentSeal(masterKeys: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), keysOf(masterKeys)[0].id]);
}

interface MasterKey {
  id: Buffer;
  key: Buffer;
}

function keysOf(masterKeys: string): [MasterKey, ...MasterKey[]] {
  const keys = masterKeys.split(',').map((text) => {
    const key = Buffer.from(text, 'base64');
    return { key, id: createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES) };
  });
  return keys as [MasterKey, ...MasterKey[]];
}

function read(envelope: Uint8Array, context: string) {
  const bytes = Buffer.from(envelope);
  const version = bytes[0];
  const nonceAt = 1 + (version === VERSION ? KEY_ID_BYTES : 1);
  const tagAt = nonceAt + NONCE_BYTES;
  const textAt = tagAt + TAG_BYTES;
  if ((version !== VERSION && version !== FIRST_VERSION) || bytes.length < textAt) {
    throw new SecretUnreadableError(`The stored secret for ${context} is not an envelope that we know.`);
  }
  return {
    keyId: version === VERSION ? bytes.subarray(1, nonceAt) : null,
    nonce: bytes.subarray(nonceAt, tagAt),
    tag: bytes.subarray(tagAt, textAt),
    ciphertext: bytes.subarray(textAt),
  };
}

export const secretContext = {
  accessToken: (orgId: string) => `access_token:${orgId}`,
  appSecret: (appKey: string) => `app_secret:${appKey}`,
  verifyToken: (appKey: string) => `verify_token:${appKey}`,
  /** An answer that is kept for an Idempotency-Key. */
  idempotentAnswer: (caller: string, key: string) => `idempotent_answer:${caller}:${key}`,
  suppressionKey: (orgId: string) => `suppression_key:${orgId}`,
  webhookSecret: (orgId: string, endpointId: string) => `webhook_secret:${orgId}:${endpointId}`,
  orgSecret: (orgId: string, name: string) => `org_secret:${orgId}:${name}`,
};
