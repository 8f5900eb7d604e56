/** Campaigns made from others. Pure. */
import type { Campaign } from '../../../../core/api/campaigns.ts';
import type { CampaignDoc, CampaignGroup } from '../../../../core/campaigns/document.ts';

const DAY_MS = 86_400_000;
/** Answers count for so long, see `campaignCounts.replied`. */
const MAX_REPLY_DAYS = 3;

/** The same once more, but at no set time: that has passed, or belongs to the other one. */
export function copyOf({ name, phoneNumberId, doc }: Pick<Campaign, 'name' | 'phoneNumberId' | 'doc'>) {
  return { name: `Copy of ${name}`, phoneNumberId, doc: withoutTime(doc) };
}

export const retargets = {
  'was-not-read': { label: 'Who did not read it', suffix: 'not read' },
  'not-replied': { label: 'Who did not answer', suffix: 'not answered' },
  replied: { label: 'Who answered', suffix: 'answered' },
  failed: { label: 'Who could not be reached', suffix: 'failed' },
} as const;

export type Retarget = keyof typeof retargets;

/** The same message for those for whom this campaign ended so; the words can then be changed. */
export function retargetOf(
  campaign: Pick<Campaign, 'id' | 'name' | 'phoneNumberId' | 'doc' | 'endedAt'>,
  result: Retarget,
  now: Date,
) {
  const group: CampaignGroup = {
    ...{ kind: 'campaign', campaignId: campaign.id, result },
    ...(result === 'not-replied' || result === 'replied'
      ? { replyDays: replyDays(campaign.endedAt, now) }
      : {}),
  };
  const doc = withoutTime(campaign.doc);
  return {
    name: `${campaign.name}: ${retargets[result].suffix}`,
    phoneNumberId: campaign.phoneNumberId,
    doc: { ...doc, audience: { include: [group], exclude: doc.audience.exclude } },
  };
}

/** Nobody counts as not having answered before so many days are over, so it is no more than have passed. */
function replyDays(endedAt: string | null, now: Date): number {
  const passed = endedAt === null ? 0 : Math.floor((now.getTime() - new Date(endedAt).getTime()) / DAY_MS);
  return Math.max(1, Math.min(MAX_REPLY_DAYS, passed));
}

function withoutTime(doc: CampaignDoc): CampaignDoc {
  return { ...doc, delivery: { ...doc.delivery, startsAt: null, timing: 'everybodyAtOnce' } };
}
