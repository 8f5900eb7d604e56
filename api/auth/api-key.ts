import { createHash } from 'node:crypto';
import type { Role } from '../../core/api/schemas.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import type { KeyPrincipal } from './principal.ts';

export const API_KEY_PREFIX = 'pk_';

/** Looked up on every request, so that revoking a key works at once. */
export async function findApiKey(db: Sql, key: string): Promise<KeyPrincipal> {
  const keyHash = createHash('sha256').update(key).digest();
  const [row] = await db<{ id: string; org_id: string; name: string; role: Role }[]>`
    select id, org_id, name, role from private.find_api_key(${keyHash})`;
  if (!row) throw new ApiError('unauthenticated');
  return { kind: 'apiKey', id: row.id, name: row.name, orgId: row.org_id, role: row.role };
}
