/**
 * Meta reports later that it held a message back because the person got too much marketing: the recipient is tried again a day later,
 * as often as the campaign says. One that was completed goes on for it.
 */
import type { Tx } from '../../platform/db/pool.ts';
import { cappedRetryAt } from './reasons.ts';

/** @param messageIds what was held back; those of no campaign are left alone */
export async function retryCapped(tx: Tx, messageIds: readonly string[]): Promise<void> {
  const capped = tx`m.id = any(${messageIds as string[]}::uuid[]) and m.status = 'failed' and m.error_class = 'capped'`;
  // Before the recipients: who completes the campaign in this moment either sees them pending, or is seen here.
  const campaigns = await tx<{ id: string }[]>`
    select c.id from campaigns c
    where c.id in (select m.campaign_id from messages m where ${capped}) and c.status in ('running', 'paused', 'completed')
    order by c.id for update`;
  if (campaigns.length === 0) return;
  await tx`
    with locked as materialized (
      select message_id from campaign_recipients where message_id = any(${messageIds as string[]}::uuid[]) order by message_id for update
    ), again as (
      update campaign_recipients r set state = 'pending', lease_until = null, updated_at = now(),
        send_at = ${cappedRetryAt(tx, tx`m.failed_at`)}
      from locked join messages m on m.id = locked.message_id, campaigns c
      where ${capped} and r.message_id = m.id and r.state in ('sent', 'claimed') and c.id = r.campaign_id
        and c.status in ('running', 'paused', 'completed')
        and r.attempts <= (c.doc -> 'delivery' ->> 'retriesWhenCapped')::int
      returning r.campaign_id, r.send_at
    ), reopened as (
      update campaigns c set status = 'running', ended_at = null, wake_at = now()
      where c.id in (select campaign_id from again) and c.status = 'completed' returning c.*
    ), due_sooner as (
      -- It sleeps until something that comes later, such as the end of a test.
      update campaigns c set wake_at = next.at
      from (select campaign_id, min(send_at) as at from again group by campaign_id) next
      where c.id = next.campaign_id and c.status = 'running' and c.wake_at > next.at returning c.*
    )
    select private.wake_campaign(reopened) from reopened union all select private.wake_campaign(due_sooner) from due_sooner`;
}
