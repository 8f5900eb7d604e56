/** Whether a campaign's templates can be sent just now, and what they are for. */
import type { CampaignScene } from '../../core/campaigns/message.ts';
import type { PauseReason } from '../../core/campaigns/statuses.ts';
import type { TemplateFacts } from '../../core/flow/run.ts';
import type { SendPurpose } from '../../core/messaging/content.ts';
import { isSendableTemplate } from '../../core/messaging/policy.ts';
import type { Campaign } from './campaign.ts';

const purposes: Record<TemplateFacts['category'], SendPurpose> = {
  MARKETING: 'marketing',
  UTILITY: 'utility',
  AUTHENTICATION: 'authentication',
};

/** All variants are of one category. A reason instead when one of its templates can't be sent just now. */
export function purposeOf(
  { doc }: Campaign,
  { templates }: Pick<CampaignScene, 'templates'>,
): { purpose: SendPurpose } | { cannotSend: PauseReason } {
  const used = doc.variants.map(({ template: { name, language } }) => templates[`${name}/${language}`]);
  const unusable = used.find((facts) => facts === undefined || !isSendableTemplate(facts.status));
  if (used.some((facts) => facts !== undefined && facts.status.toUpperCase() === 'PAUSED'))
    return { cannotSend: 'template_paused' };
  if (used.includes(undefined) || unusable !== undefined) return { cannotSend: 'template_unusable' };
  return { purpose: purposes[used[0]!.category] };
}
