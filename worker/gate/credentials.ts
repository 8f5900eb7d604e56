/** Access tokens, decrypted and kept in memory for a minute: they change rarely and every send needs one. */
import { openSecret, secretContext } from '../../platform/secrets/envelope.ts';
import type { Sql } from '../../platform/db/pool.ts';

const MAX_AGE_MS = 60_000;

export function createTokenCache(sql: Sql, masterKey: string) {
  const cache = new Map<string, { token: string; readAtMs: number }>();
  return async (orgId: string, wabaAccountId: string): Promise<string | null> => {
    const known = cache.get(wabaAccountId);
    if (known && Date.now() - known.readAtMs < MAX_AGE_MS) return known.token;
    const [row] = await sql<{ envelope: Buffer }[]>`
      select envelope from private.channel_credentials
      where org_id = ${orgId} and waba_account_id = ${wabaAccountId} and kind = 'access_token'`;
    if (!row) return null;
    const token = openSecret(masterKey, secretContext.accessToken(orgId), row.envelope);
    cache.set(wabaAccountId, { token, readAtMs: Date.now() });
    return token;
  };
}
