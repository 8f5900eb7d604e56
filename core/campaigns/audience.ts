/** The audience of a campaign as one segment: whoever counts, takes or shows people asks Postgres in the same words. */
import type { SegmentGroup, SegmentRules } from '../segments/rules.ts';
import type { SegmentTest } from '../segments/tests.ts';
import type { CampaignAudience, CampaignGroup } from './document.ts';

export interface AudienceQuery {
  /** Whom rules find, those that are kept out left out already; without tests: everybody. Null: they find nobody. */
  rules: SegmentRules | null;
  /** Named one by one, on top of those. */
  contactIds: string[];
  /** Holds for those who are named; null: for all of them. */
  limits: SegmentRules | null;
}

/** Not checked here: whether what is named exists. The trees are within the depth that segments allow. */
export function audienceQuery({ include, exclude }: CampaignAudience): AudienceQuery {
  const limits: SegmentTest[] = exclude.map((group) =>
    group.kind === 'tag'
      ? { kind: 'tag', op: 'has-not', value: group.tag }
      : { kind: 'segment', op: 'belongs-not', segmentId: group.segmentId },
  );
  if (include.some(({ kind }) => kind === 'all')) return { rules: all(limits), contactIds: [], limits: null };
  const tests = include.flatMap(testOf);
  const contactIds = include.flatMap((group) => (group.kind === 'contacts' ? group.contactIds : []));
  return {
    rules: tests.length === 0 ? null : all([{ kind: 'any', of: tests }, ...limits]),
    contactIds: [...new Set(contactIds)],
    limits: limits.length === 0 ? null : all(limits),
  };
}

function testOf(group: CampaignGroup): SegmentTest[] {
  switch (group.kind) {
    case 'tag':
      return [{ kind: 'tag', op: 'has', value: group.tag }];
    case 'segment':
      return [{ kind: 'segment', op: 'belongs', segmentId: group.segmentId }];
    case 'campaign': {
      const { campaignId, result, replyDays } = group;
      return [
        {
          ...{ kind: 'campaign', campaign: campaignId, op: result },
          ...(replyDays === undefined ? {} : { replyDays }),
        },
      ];
    }
    case 'all':
    case 'contacts':
      return [];
  }
}

function all(of: SegmentGroup['of']): SegmentRules {
  return { kind: 'all', of };
}
