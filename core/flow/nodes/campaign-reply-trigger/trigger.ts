import type { TriggerSpec } from '../contract.ts';
import type { CampaignReplyTriggerData } from './manifest.ts';

export const trigger: TriggerSpec<CampaignReplyTriggerData> = {
  listens: (data) => (data.which === 'any' || usableIds(data).length > 0 ? ['message'] : []),
  fires: (data, event) => {
    if (event.kind !== 'message' || event.campaignId === null) return false;
    return data.which === 'any' || usableIds(data).includes(event.campaignId);
  },
  specificity: () => 60,
};

function usableIds(data: CampaignReplyTriggerData): string[] {
  return data.campaignIds.map((id) => id.trim()).filter((id) => id !== '');
}
