import type { Fragment } from 'postgres';
import type { Sql, Tx } from '../platform/db/pool.ts';

/** Condition: nobody has deleted the organisation. Its rows are still there for some minutes, and count as gone. */
export function ofLivingOrganization(sql: Sql | Tx, orgId: string): Fragment {
  return sql`not exists (select from organizations o where o.id = ${orgId} and o.deleted_at is not null)`;
}
