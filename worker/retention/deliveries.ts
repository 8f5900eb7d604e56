/**
 * Raw webhook bodies, those that failed included: they belong to no organisation, so each is searched for the ids of its accounts. One
 * that carries several organisations' events goes with the first whose time is over; all have been applied long ago.
 */
import type { Batch } from './batch.ts';

/** Bodies are searched, so fewer than of other rows. */
const BATCH = 500;

export const deleteDeliveries: Batch = async (sql, { orgId, border, from, doneUntil }) => {
  const [window] = await sql<{ count: number; seen: number; at: string | null; id: string | null }[]>`
    with needles as materialized (
      select convert_to('"' || w.meta_waba_id || '"', 'UTF8') as needle from waba_accounts w where w.org_id = ${orgId}
    ), seen as materialized (
      select e.id, e.received_at, e.state <> 'pending' and exists (select from needles where position(needle in e.body) > 0) as is_theirs
      from private.webhook_events e
      where e.received_at < ${border} and e.id > ${from?.id ?? '0'}::bigint
        ${from ? sql`and e.received_at >= ${from.at}::text::timestamptz - interval '1 hour'` : sql``}
        ${!from && doneUntil ? sql`and e.received_at >= ${doneUntil}::text::timestamptz - interval '1 hour'` : sql``}
      order by e.id limit ${BATCH}
    ), gone as (
      delete from private.webhook_events e using seen s
      where s.is_theirs and e.id = s.id and e.received_at = s.received_at returning 1
    )
    select (select count(*)::int from gone) as count, count(*)::int as seen, max(id)::text as id, max(received_at)::text as at from seen`;
  const { count, seen, at, id } = window!;
  const next = seen === BATCH ? { at: at!, id: id! } : null;
  return { count, next, doneUntil: next ? at : border.toISOString(), keptAt: null };
};
