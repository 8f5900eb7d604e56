/** Many messages in one statement. */
import type { Sql, Tx } from '../../platform/db/pool.ts';

/**
 * Locks messages in the order of their ids, for a `with ... as materialized`. Whoever changes several at once takes them from here:
 * two who take the same rows in different orders would wait for each other.
 */
export function lockMessages(sql: Sql | Tx, messageIds: readonly string[]) {
  return sql`select id from messages where id = any(${[...messageIds]}::uuid[]) order by id for no key update`;
}
