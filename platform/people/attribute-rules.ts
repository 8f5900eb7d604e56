/** The definitions of attributes that values are read by. */
import type { AttributeRule, AttributeRules } from '../../core/people/attributes.ts';
import type { Sql, Tx } from '../db/pool.ts';

/**
 * Those that hold now; archived ones are left out. A request sees its own organisation's (row level security).
 * @param keys default: all of them
 */
export async function loadAttributeRules(
  sql: Sql | Tx,
  orgId: string,
  keys?: readonly string[],
): Promise<AttributeRules> {
  const rules = await sql<({ key: string } & AttributeRule)[]>`
    select d.key, d.type, d.options from public.attribute_definitions d
    where d.org_id = ${orgId} and d.archived_at is null ${keys ? sql`and d.key = any(${keys as string[]})` : sql``}
    order by d.key`;
  return new Map(rules.map(({ key, type, options }) => [key, { type, options }]));
}
