import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import type { CampaignReplyTriggerData } from './manifest.ts';

export function validate(data: CampaignReplyTriggerData): NodeProblem[] {
  if (data.which === 'any') return [];
  if (data.campaignIds.length === 0)
    return [problem('required-field', 'campaignIds', 'Add at least one campaign, or take any campaign.')];
  return data.campaignIds.flatMap((id, index) => required(id, `campaignIds.${index}`, 'The campaign'));
}
