/** Takes back what a cancelled campaign has not sent. What the gate is sending just now is left to it. */
import type { Sql } from '../../platform/db/pool.ts';
import { campaignOver } from '../gate/refuse.ts';
import type { Campaign } from './campaign.ts';

const BATCH = 1_000;

/** @returns whether nothing is left */
export async function clearSome(sql: Sql, { id }: Campaign): Promise<boolean> {
  const { count } = await sql`
    with some_recipients as materialized (
      select r.contact_id, r.message_id, r.state from campaign_recipients r
      where r.campaign_id = ${id} and r.state in ('pending', 'claimed') limit ${BATCH} for update skip locked
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
    where r.campaign_id = ${id} and r.contact_id = s.contact_id`;
  return count < BATCH;
}
