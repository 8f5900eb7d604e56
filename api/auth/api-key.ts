/** API keys: `pk_` and 32 random bytes. Stored is their SHA-256: nothing slower is needed for what can't be guessed. */
import { hash, randomBytes } from 'node:crypto';
import type { Permission } from '../../core/api/permissions.ts';
import type { Role } from '../../core/api/schemas.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import type { KeyPrincipal } from './principal.ts';

export const API_KEY_PREFIX = 'pk_';

export function newApiKey(): string {
  return API_KEY_PREFIX + randomBytes(32).toString('base64url');
}

export function hashApiKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

interface KeyRow {
  id: string;
  org_id: string;
  name: string;
  role: Role;
  scopes: Permission[] | null;
}

/** Looked up on every request, so that revoking a key works at once. */
export async function findApiKey(db: Sql, key: string): Promise<KeyPrincipal> {
  const [row] = await db<KeyRow[]>`
    select id, org_id, name, role, scopes from private.find_api_key(${hashApiKey(key)})`;
  if (!row) throw new ApiError('unauthenticated');
  const { id, org_id: orgId, name, role, scopes } = row;
  return { kind: 'apiKey', id, name, orgId, role, scopes };
}
