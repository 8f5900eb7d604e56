/**
 * The fingerprint under which a number stands on the list of those that are never written to: an HMAC under a key of the
 * organisation. It meets the same person again without keeping their number, also after an erasure. Whoever writes an identity writes
 * its hash beside it; the gate computes it once more before each send. The key is random, made at first use, and sealed with the
 * master key like every secret, so that it stays the same when the master key changes.
 */
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { canonicalPhone } from '../../core/messaging/identity.ts';
import type { Sql, Tx } from '../db/pool.ts';
import { openSecret, sealSecret, secretContext } from './envelope.ts';

/** NOTE: a KeyObject, because Node makes one of every key that is none, and that costs five times the hash. */
export type SuppressionKeys = (sql: Sql | Tx, orgId: string) => Promise<KeyObject>;

/** Keys by organisation, opened once in a process. */
export function createSuppressionKeys(masterKey: string): SuppressionKeys {
  const opened = new Map<string, KeyObject>();
  return async (sql, orgId) => {
    const known = opened.get(orgId);
    if (known) return known;
    const context = secretContext.suppressionKey(orgId);
    const fresh = sealSecret(masterKey, context, randomBytes(32).toString('base64'));
    const [row] = await sql<{ envelope: Buffer; isNew: boolean }[]>`
      select envelope, is_new as "isNew" from private.suppression_key(${orgId}, ${fresh})`;
    const key = createSecretKey(openSecret(masterKey, context, row!.envelope), 'base64');
    // A new one may still be rolled back with its transaction.
    if (!row!.isNew) opened.set(orgId, key);
    return key;
  };
}

/**
 * @param identity a phone number in any usual way of writing, or a user id: all variants of a number have one hash
 * @returns 32 bytes in hex
 */
export function suppressionHash(key: KeyObject, identity: string): string {
  return createHmac('sha256', key)
    .update(canonicalPhone(identity) ?? identity)
    .digest('hex');
}
