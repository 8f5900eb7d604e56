/** Values of an organisation's secrets, opened for one call and not kept: a new value counts from the next call on. */
import type { Sql } from '../../platform/db/pool.ts';
import { openSecret, secretContext } from '../../platform/secrets/envelope.ts';

/** Null when there is no secret of this name. */
export type FindSecret = (name: string) => Promise<string | null>;

export function secretsOf(sql: Sql, masterKey: string, orgId: string): FindSecret {
  return async (name) => {
    const [row] = await sql<{ envelope: Buffer }[]>`
      select envelope from private.org_secrets where org_id = ${orgId} and name = ${name}`;
    return row ? openSecret(masterKey, secretContext.orgSecret(orgId, name), row.envelope) : null;
  };
}
