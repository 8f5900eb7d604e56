/** Claims whose worker died, back to those that are due: the message that stands in the row goes to the gate again. */
import type { Sql } from '../../platform/db/pool.ts';
import type { CampaignInput } from '../../workflows/campaign-contract.ts';

/** @param of one campaign; absent: all */
export async function releaseClaims(sql: Sql, of?: CampaignInput): Promise<number> {
  const released = await sql`
    with expired as materialized (
      select campaign_id, contact_id from campaign_recipients
      where state = 'claimed' and lease_until < clock_timestamp() ${of === undefined ? sql`` : sql`and campaign_id = ${of.campaignId}`}
      for update skip locked
    )
    update campaign_recipients r set state = 'pending', lease_until = null, updated_at = now()
    from expired e where r.campaign_id = e.campaign_id and r.contact_id = e.contact_id`;
  return released.count;
}
