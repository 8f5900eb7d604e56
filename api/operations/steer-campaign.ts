/** What is done to a campaign that was started. The database says in which state each may be, and wakes its workflow. */
import { operation } from '../operation.ts';
import { steerCampaign } from '../rows/campaigns.ts';

export const approveCampaign = operation('approveCampaign', {
  handle: ({ tx, params }) => steerCampaign(tx, params, 'approve'),
});
export const withdrawCampaign = operation('withdrawCampaign', {
  handle: ({ tx, params }) => steerCampaign(tx, params, 'withdraw'),
});
export const pauseCampaign = operation('pauseCampaign', {
  handle: ({ tx, params }) => steerCampaign(tx, params, 'pause'),
});
export const resumeCampaign = operation('resumeCampaign', {
  handle: ({ tx, params }) => steerCampaign(tx, params, 'resume'),
});
export const cancelCampaign = operation('cancelCampaign', {
  handle: ({ tx, params }) => steerCampaign(tx, params, 'cancel'),
});
export const setCampaignRate = operation('setCampaignRate', {
  handle: ({ tx, params, body }) => steerCampaign(tx, params, 'setRate', body),
});
