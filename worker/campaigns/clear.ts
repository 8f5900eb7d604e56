/**
 * Takes back what a cancelled campaign has not sent. What the gate is sending just now is left to it: what Meta doesn't take waits
 * again, and is taken back then.
 */
import type { Fragment } from 'postgres';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import { campaignOver } from '../gate/refuse.ts';
import type { Campaign } from './campaign.ts';

const BATCH = 1_000;

/** @returns whether nothing is left but what is being sent */
export async function clearSome(sql: Sql, { id }: Campaign): Promise<boolean> {
  const { count } = await sql`
    with waiting as materialized (${unsent(sql, id, sql`'pending'`)} limit ${BATCH} for update of r skip locked
    ), claimed as materialized (${unsent(sql, id, sql`'claimed'`)} limit ${BATCH} for update of r skip locked
    ), some_recipients as (
      select * from waiting union all select * from claimed
    ), locked as materialized (
      select id from messages where id in (select message_id from some_recipients) and status = 'queued'
      order by id for no key update
    ), taken_back as (
      update messages m set status = 'failed', status_rank = 40, failed_at = clock_timestamp(), error_code = ${campaignOver.code},
        error_class = ${campaignOver.class}, error_title = ${campaignOver.title}
      from locked where m.id = locked.id and m.status = 'queued' returning m.id
    )
    update campaign_recipients r set lease_until = null, updated_at = now(),
      state = case when s.message_id is null or t.id is not null or m.status = 'failed' then 'cancelled' else 'sent' end
    from some_recipients s left join taken_back t on t.id = s.message_id left join messages m on m.id = s.message_id
    where r.campaign_id = ${id} and r.contact_id = s.contact_id
      -- Unless the gate was faster.
      and (m.status is distinct from 'queued' or t.id is not null)`;
  return count < BATCH;
}

/** Whether something can be taken back, or only what is being sent is left, or nothing. */
export async function leftToClear(sql: Sql, { id }: Campaign): Promise<'some' | 'onItsWay' | 'nothing'> {
  const [row] = await sql<{ some: boolean; any: boolean }[]>`
    select exists (${unsent(sql, id, sql`'pending'`)}) or exists (${unsent(sql, id, sql`'claimed'`)}) as some, ${hasUnsent(sql, id)} as any`;
  return row!.some ? 'some' : row!.any ? 'onItsWay' : 'nothing';
}

/** Whether anybody is pending or claimed. Each state has an index of its own, which a list of both could not use. */
export function hasUnsent(sql: Sql | Tx, campaignId: string): Fragment {
  return sql`
    (exists (select from campaign_recipients where campaign_id = ${campaignId} and state = 'pending')
      or exists (select from campaign_recipients where campaign_id = ${campaignId} and state = 'claimed'))`;
}

function unsent(sql: Sql, campaignId: string, state: Fragment): Fragment {
  return sql`
    select r.contact_id, r.message_id from campaign_recipients r
    where r.campaign_id = ${campaignId} and r.state = ${state}
      and not exists (select from messages m where m.id = r.message_id and m.status = 'sending')`;
}
