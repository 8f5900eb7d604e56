/** Claims whose worker died, back to those that are due: the message that stands in the row goes to the gate again. */
import type { Sql } from '../../platform/db/pool.ts';
import type { CampaignInput } from '../../workflows/campaign-contract.ts';

/** @param of one campaign; absent: all */
export async function releaseClaims(sql: Sql, of?: CampaignInput): Promise<number> {
  const released = await sql`
    update campaign_recipients set state = 'pending', lease_until = null, updated_at = now()
    where state = 'claimed' and lease_until < clock_timestamp() ${of === undefined ? sql`` : sql`and campaign_id = ${of.campaignId}`}`;
  return released.count;
}
