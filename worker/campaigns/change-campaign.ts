/** What operators tell a campaign in Temporal: the same as the API does for people. */
import postgres from 'postgres';
import type { Sql } from '../../platform/db/pool.ts';
import type { CampaignChange, CampaignChangeResult } from '../../workflows/campaign-contract.ts';
import { workflowIds } from '../../workflows/contract.ts';

/** `private.change_campaign`: it can't be done in the state that the campaign is in. */
const NOT_NOW = 'PA110';

export function createChangeCampaign(sql: Sql) {
  return async function changeCampaign(input: CampaignChange): Promise<CampaignChangeResult> {
    const { orgId, campaignId, action, ratePerSecond } = input;
    try {
      return await sql.begin(async (tx): Promise<CampaignChangeResult> => {
        await tx`select set_config('parley.workflow_id', ${workflowIds.campaign(orgId, campaignId)}, true)`;
        const [row] = await tx<{ status: string | null }[]>`
          select status from private.change_campaign(${orgId}, ${campaignId}, ${action}, null, ${ratePerSecond})`;
        return row?.status == null
          ? { accepted: false, code: 'gone', status: null }
          : { accepted: true, status: row.status };
      });
    } catch (error) {
      if (!(error instanceof postgres.PostgresError) || error.code !== NOT_NOW) throw error;
      const [row] = await sql<{ status: string }[]>`
        select status from campaigns where org_id = ${orgId} and id = ${campaignId}`;
      return { accepted: false, code: 'not_now', status: row?.status ?? null };
    }
  };
}
