/** Many messages in one statement. */
import type { Sql, Tx } from '../../platform/db/pool.ts';

/**
 * An array parameter, to be cast to what it holds. The planner can't see how long it is: so connections keep one plan of a statement
 * for a single message and for fifty, where planning anew would cost a single send more than running.
 */
export function arrayOf(sql: Sql | Tx, values: readonly string[]) {
  return sql`(select ${[...values]}::text[])`;
}

/**
 * Locks messages in the order of their ids, for a `with ... as materialized`. Whoever changes several at once takes them from here:
 * two who take the same rows in different orders would wait for each other. A single one has no order, and is locked by its change.
 */
export function lockMessages(sql: Sql | Tx, messageIds: readonly string[]) {
  return sql`
    select id, phone_number_id from messages where id = any(${arrayOf(sql, messageIds)}::uuid[])
    ${messageIds.length > 1 ? sql`order by id for no key update` : sql``}`;
}
