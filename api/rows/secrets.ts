import type { Secret } from '../../core/api/secrets.ts';
import { toTime } from './time.ts';

/** What `private.list_org_secrets` and its siblings answer: never the value. */
export interface SecretRow {
  name: string;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
}

export function toSecret(row: SecretRow): Secret {
  return {
    name: row.name,
    createdBy: row.created_by,
    createdAt: toTime(row.created_at),
    updatedAt: toTime(row.updated_at),
  };
}
