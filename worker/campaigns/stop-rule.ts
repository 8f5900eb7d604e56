/** Whether a campaign stops itself: too many of its messages fail, or Meta has said something that holds for all of them. */
import type { PauseReason } from '../../core/campaigns/statuses.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';
import { pauseReasonOf, pausingClasses, pausingCodes } from './reasons.ts';

/**
 * Counts messages since people let it go on the last time: who did that has put right what was before. What Meta held back or the person
 * stopped is no fault of the campaign.
 * @returns null: it goes on
 */
export async function reasonToStop(
  sql: Sql,
  { id, orgId, resumedAt, doc: { delivery } }: Campaign,
): Promise<PauseReason | null> {
  const since = resumedAt ?? new Date(0);
  const [failed] = await sql<{ count: number; code: string | null; class: string | null }[]>`
    with failed as (
      select error_code, error_class, updated_at from messages
      where org_id = ${orgId} and campaign_id = ${id} and status = 'failed' and created_at >= ${since}
    ), worst as (
      select error_code, error_class from failed
      where (error_class = any(${pausingClasses}) or error_code = any(${pausingCodes})) and updated_at >= ${since} limit 1
    )
    select count(*) filter (where error_class not in ('capped', 'stopped'))::int as count,
      (select error_code from worst) as code, (select error_class from worst) as class from failed`;
  const { count, code, class: errorClass } = failed!;
  if (code !== null) return pauseReasonOf({ code, class: errorClass });
  if (delivery.stopRule === null || count === 0) return null;
  const [sent] = await sql<{ count: number }[]>`
    select count(*)::int as count from messages
    where org_id = ${orgId} and campaign_id = ${id} and status not in ('queued', 'sending') and created_at >= ${since}
      and not (status = 'failed' and error_class in ('capped', 'stopped'))`;
  const { failedPercent, minSent } = delivery.stopRule;
  return sent!.count >= minSent && count * 100 >= failedPercent * sent!.count ? 'too_many_failures' : null;
}

/** It stays where it is until people resume it. */
export async function pauseItself(sql: Sql, { id, orgId }: Campaign, reason: PauseReason): Promise<void> {
  await sql`
    update campaigns set status = 'paused', pause_reason = ${reason}, wake_at = null
    where org_id = ${orgId} and id = ${id} and status = 'running'`;
}
