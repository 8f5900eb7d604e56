/** What came of a batch of sends, for their recipients. */
import type { PauseReason } from '../../core/campaigns/statuses.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import { campaignOver } from '../gate/refuse.ts';
import type { GateResult } from '../gate/result.ts';
import { lockMessages } from '../gate/lock.ts';
import type { Campaign } from './campaign.ts';
import { cappedRetryAt, pauseReasonOf } from './reasons.ts';

/**
 * Of claims that somebody else has taken over in the meantime nothing is written. The message's row has the last word: Meta's report of
 * a failure may have been faster.
 * @returns why nothing more is to be sent; null: nothing says so
 */
export async function recordResults(
  sql: Sql,
  { doc: { delivery } }: Pick<Campaign, 'doc'>,
  lease: Date,
  results: ReadonlyMap<string, GateResult>,
  now: Date,
): Promise<PauseReason | null> {
  const outcomes = [...results].map(([messageId, result]) => {
    const error = result.kind === 'runIsToEnd' ? null : (result.error ?? null);
    const reason = error === null ? null : pauseReasonOf(error);
    const retryInMs = result.kind === 'deferred' ? result.retryInMs : 0;
    return {
      messageId,
      // What stops the campaign is put right before it goes on: then it waits for nothing else.
      sendAt: result.kind === 'settled' ? null : new Date(now.getTime() + (reason === null ? retryInMs : 0)),
      isHeld: result.kind === 'deferred' && reason !== null,
      isNext: result.kind === 'deferred' && result.noBudget === true,
      reason,
    };
  });
  if (outcomes.length === 0) return null;
  const isCapped = sql`(m.status = 'failed' and m.error_class = 'capped' and r.attempts <= ${delivery.retriesWhenCapped}) is true`;
  await sql`
    with outcome as (
      select * from jsonb_to_recordset(${json(sql, outcomes)}) as o ("messageId" uuid, "sendAt" timestamptz, "isNext" boolean)
    ), held as materialized (${lockMessages(
      sql,
      outcomes.flatMap(({ messageId, isHeld }) => (isHeld ? [messageId] : [])),
    )}), released as (
      update messages m set not_before = null from held where m.id = held.id and m.status = 'queued'
    ), mine as materialized (
      -- In one order: reports of failures may come at the same moment.
      select r.message_id as "messageId" from campaign_recipients r
      where r.message_id = any(${[...results.keys()]}::uuid[]) and r.state = 'claimed' and r.lease_until = ${lease}
      order by r.message_id for update
    )
    update campaign_recipients r set lease_until = null, updated_at = now(),
      state = case when o."sendAt" is not null or ${isCapped} then 'pending'
        when m.error_code = ${campaignOver.code} then 'cancelled' else 'sent' end,
      send_at = case when ${isCapped} then ${cappedRetryAt(sql, sql`${now}::timestamptz`)} 
        -- Whose message waits for budget goes before all who have none yet: else it would wait until it is given up.
        when o."isNext" then least(r.send_at, ${now}) - interval '1 second'
        -- What the gate left because of a pause is due when that is over.
        when o."sendAt" is not null and c.status <> 'running' then ${now} else coalesce(o."sendAt", r.send_at) end
    from mine join outcome o using ("messageId") left join messages m on m.id = o."messageId" left join campaigns c on c.id = m.campaign_id
    where r.message_id = mine."messageId"`;
  return outcomes.find(({ reason }) => reason !== null)?.reason ?? null;
}
