/** Deliveries that nobody needs any more, in batches. */
import type { Fragment, Sql } from 'postgres';

const DELIVERY_DAYS = 30;
const DAY_MS = 86_400_000;

/** For the sweeper: old ones, those of endpoints that are deleted, and what was given up while its endpoint was disabled. */
export function oldWebhooks(sql: Sql, now: Date, limit: number): Record<string, () => Fragment> {
  return {
    webhookDeliveries: () => sql`
      delete from webhook_deliveries where ctid = any (array(
        select ctid from webhook_deliveries where created_at < ${new Date(now.getTime() - DELIVERY_DAYS * DAY_MS)} limit ${limit}))`,
    webhooksOfNobody: () => sql`
      delete from webhook_deliveries where ctid = any (array(
        select d.ctid from webhook_deliveries d where d.status = 'pending'
          and not exists (select from webhook_endpoints e where e.id = d.endpoint_id) limit ${limit}))`,
    webhooksGivenUp: () => sql`
      update webhook_deliveries set status = 'failed', ended_at = clock_timestamp() where ctid = any (array(
        select ctid from webhook_deliveries where status = 'pending' and give_up_at < ${now} limit ${limit}))`,
  };
}

/** Of an organisation that is being deleted. @returns whether there were any */
export async function forgetWebhooksOf(
  sql: Sql<{ bigint: number }>,
  orgId: string,
  limit: number,
): Promise<boolean> {
  const { count } = await sql`
    delete from webhook_deliveries where ctid = any (array(
      select d.ctid from webhook_deliveries d join organizations o on o.id = d.org_id
      where d.org_id = ${orgId} and o.deleted_at is not null limit ${limit}))`;
  return count > 0;
}
