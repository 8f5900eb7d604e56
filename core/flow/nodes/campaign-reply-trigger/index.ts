import type { NodeType } from '../contract.ts';
import { advance } from './advance.ts';
import { manifest } from './manifest.ts';
import type { CampaignReplyTriggerData } from './manifest.ts';
import { trigger } from './trigger.ts';
import { validate } from './validate.ts';

export const campaignReplyTrigger: NodeType<'campaign-reply-trigger', CampaignReplyTriggerData> = {
  manifest,
  advance,
  validate,
  trigger,
};
