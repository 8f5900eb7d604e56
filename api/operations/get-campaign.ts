import { operation } from '../operation.ts';
import { findCampaign } from '../rows/campaigns.ts';

export const getCampaign = operation('getCampaign', {
  handle: ({ tx, params: { org, campaign } }) => findCampaign(tx, org, campaign),
});
