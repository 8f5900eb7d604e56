/** Access tokens, decrypted and kept in memory for a minute: they change rarely and every send needs one. */
import { openSecret, secretContext } from '../../platform/secrets/envelope.ts';
import type { Sql } from '../../platform/db/pool.ts';

const MAX_AGE_MS = 60_000;

/** @returns the token as it is stored now; null when the account has none */
export async function readAccessToken(
  sql: Sql,
  masterKey: string,
  orgId: string,
  wabaAccountId: string,
): Promise<string | null> {
  const [row] = await sql<{ envelope: Buffer }[]>`
    select envelope from private.channel_credentials
    where org_id = ${orgId} and waba_account_id = ${wabaAccountId} and kind = 'access_token'`;
  return row ? openSecret(masterKey, secretContext.accessToken(orgId), row.envelope) : null;
}

export function createTokenCache(sql: Sql, masterKey: string) {
  const cache = new Map<string, { token: string; readAtMs: number }>();
  return async (orgId: string, wabaAccountId: string): Promise<string | null> => {
    const known = cache.get(wabaAccountId);
    if (known && Date.now() - known.readAtMs < MAX_AGE_MS) return known.token;
    const token = await readAccessToken(sql, masterKey, orgId, wabaAccountId);
    if (token !== null) cache.set(wabaAccountId, { token, readAtMs: Date.now() });
    return token;
  };
}
