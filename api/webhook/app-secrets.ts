/** The secrets of a Meta app, decrypted and kept for a moment: every delivery needs them. */
import type { Sql } from '../../platform/db/pool.ts';
import { withinMs } from '../deadline.ts';
import { openSecret, secretContext } from '../../platform/secrets/envelope.ts';

export interface AppSecrets {
  /** The current app secret, then the previous one while a rotation lasts. */
  appSecrets: string[];
  verifyToken: string;
}

export type FindAppSecrets = (appKey: string) => Promise<AppSecrets | null>;

/** A rotated secret works everywhere after this time. */
const KEEP_MS = 10_000;
/** A database that hangs must not keep Meta waiting. */
const LOOKUP_DEADLINE_MS = 4_000;
/** Strangers may ask for any name; more than this many are not remembered. */
const MAX_KEPT = 1_000;
const APP_KEY = /^[a-z0-9][a-z0-9_-]{0,62}$/;

interface MetaAppRow {
  app_secret: Uint8Array;
  previous_app_secret: Uint8Array | null;
  verify_token: Uint8Array;
}

/** @returns a lookup by app key; null for an unknown app, rejects when the database can't answer */
export function createAppSecretsLookup(db: Sql, masterKey: string): FindAppSecrets {
  const kept = new Map<string, { found: Promise<AppSecrets | null>; expiresAt: number }>();

  async function load(appKey: string): Promise<AppSecrets | null> {
    const query = db<MetaAppRow[]>`
      select app_secret, previous_app_secret, verify_token from private.find_meta_app(${appKey})`;
    const [row] = await withinMs(query, LOOKUP_DEADLINE_MS, 'Looking up an app');
    if (!row) return null;
    const open = (envelope: Uint8Array) => openSecret(masterKey, secretContext.appSecret(appKey), envelope);
    const appSecrets = [open(row.app_secret)];
    if (row.previous_app_secret) appSecrets.push(open(row.previous_app_secret));
    return {
      appSecrets,
      verifyToken: openSecret(masterKey, secretContext.verifyToken(appKey), row.verify_token),
    };
  }

  return (appKey) => {
    if (!APP_KEY.test(appKey)) return Promise.resolve(null);
    const known = kept.get(appKey);
    if (known && known.expiresAt > Date.now()) return known.found;
    if (kept.size >= MAX_KEPT) kept.clear();
    const found = load(appKey);
    kept.set(appKey, { found, expiresAt: Date.now() + KEEP_MS });
    // A failed lookup is asked again by the next delivery.
    found.catch(() => kept.delete(appKey));
    return found;
  };
}
