/**
 * Secrets at rest: AES-256-GCM under the master key, with additional data that names where the secret belongs, so that a
 * copied row can't be opened in another place. Layout: version (1 byte), key id (1 byte), nonce (12), tag (16), ciphertext.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 2 + NONCE_BYTES + TAG_BYTES;

/** The envelope is damaged, was moved, or was made with another master key. */
export class SecretUnreadableError extends Error {
  readonly code = 'secret_unreadable';
}

/**
 * @param masterKey 32 bytes in base64
 * @param context where the secret belongs, for example `access_token:{org id}`
 */
export function sealSecret(masterKey: string, context: string, secret: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(masterKey, 'base64'), nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION, 0]), nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws SecretUnreadableError */
export function openSecret(masterKey: string, context: string, envelope: Uint8Array): string {
  const bytes = Buffer.from(envelope);
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) {
    throw new SecretUnreadableError(
      `The stored secret for ${context} is not an envelope of version ${VERSION}.`,
    );
  }
  const nonce = bytes.subarray(2, 2 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(masterKey, 'base64'), nonce);
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(2 + NONCE_BYTES, HEADER_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SecretUnreadableError(
      `The stored secret for ${context} can't be opened; is PARLEY_MASTER_KEY the one it was sealed with?`,
      {
        cause,
      },
    );
  }
}

export const secretContext = {
  accessToken: (orgId: string) => `access_token:${orgId}`,
  appSecret: (appKey: string) => `app_secret:${appKey}`,
  verifyToken: (appKey: string) => `verify_token:${appKey}`,
  orgSecret: (orgId: string, name: string) => `org_secret:${orgId}:${name}`,
};
