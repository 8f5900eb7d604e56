/** Table `api_keys` as `private.list_api_keys` shows it: never a hash. */
import type { ApiKey } from '../../core/api/api-keys.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface ApiKeyRow {
  id: string;
  name: string;
  last_four: string | null;
  role: ApiKey['role'];
  effective_role: ApiKey['effectiveRole'];
  scopes: string[] | null;
  created_by: string | null;
  created_by_name: string | null;
  created_by_key: string | null;
  acts_for: string | null;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
  is_sample: boolean;
}

export function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    lastFour: row.last_four,
    role: row.role,
    effectiveRole: row.effective_role,
    scopes: row.scopes,
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    createdByKey: row.created_by_key,
    actsFor: row.acts_for,
    createdAt: toTime(row.created_at),
    expiresAt: toTimeOrNull(row.expires_at),
    revokedAt: toTimeOrNull(row.revoked_at),
    lastUsedAt: toTimeOrNull(row.last_used_at),
    isSample: row.is_sample,
  };
}

/** @throws ApiError not_found */
export async function findOrgApiKey(tx: Tx, org: string, id: string): Promise<ApiKey> {
  const [row] = await tx<ApiKeyRow[]>`select k.* from private.list_api_keys(${org}) k where k.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return toApiKey(row);
}
