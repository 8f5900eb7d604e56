/** Campaigns whose workflow has not looked at them when it wanted to: its server has lost it, or a wake. Doubling one is harmless. */
import type { Sql } from '../../platform/db/pool.ts';
import { writePacedOutbox, type CampaignMessage } from '../dispatcher/outbox.ts';
import { releaseClaims } from './release-claims.ts';

const OVERDUE_SECONDS = 60;
/** One that was woken in vain isn't woken again before. */
const KNOCK_AGAIN_MINUTES = 10;
const MAX_WAKES = 200;
const WAKES_PER_SECOND = 20;

/** @param now the time that deadlines are compared with */
export async function wakeCampaigns(sql: Sql, now: Date): Promise<Record<string, number>> {
  const claims = await releaseClaims(sql);
  const woken = await sql.begin(async (tx) => {
    const campaigns = await tx<{ id: string; orgId: string }[]>`
      with chosen as (
        select id from campaigns
        where wake_at < ${now}::timestamptz - make_interval(secs => ${OVERDUE_SECONDS})
          and (swept_at is null or swept_at < clock_timestamp() - make_interval(mins => ${KNOCK_AGAIN_MINUTES}))
        limit ${MAX_WAKES} for update skip locked
      )
      update campaigns c set swept_at = clock_timestamp() from chosen where c.id = chosen.id returning c.id, c.org_id as "orgId"`;
    const wakes = campaigns.map(({ id, orgId }): CampaignMessage => ({
      topic: 'campaign',
      key: id,
      payload: { orgId },
    }));
    if (wakes.length > 0) await writePacedOutbox(tx, wakes, { notBefore: null, perSecond: WAKES_PER_SECOND });
    return wakes.length;
  });
  return { woken, claims };
}
