import { useQueries, useQuery } from '@tanstack/react-query';
import type { CampaignDoc } from '../../../../../core/campaigns/document.ts';
import { campaignNameQuery } from '../../../shared/api/campaign-names.ts';
import { numbersQuery, organizationQuery, segmentsQuery } from '../../../shared/api/queries.ts';
import { phoneText } from '../../../shared/lib/phone.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import type { Names } from './review-words.ts';

/** Names of what the document names by id. */
export function useNames({ audience }: CampaignDoc): Names {
  const { orgId } = useWorkspace();
  const segments = useQuery(segmentsQuery(orgId)).data?.items;
  const numbers = useQuery(numbersQuery(orgId)).data?.items;
  const zone = useQuery(organizationQuery(orgId)).data?.timeZone ?? 'the workspace’s time zone';
  const ids = [
    ...new Set(audience.include.flatMap((group) => (group.kind === 'campaign' ? group.campaignId : []))),
  ];
  const campaigns = useQueries({ queries: ids.map((id) => campaignNameQuery(orgId, id)) });
  return {
    segment: (id) => segments?.find((one) => one.id === id)?.name ?? null,
    campaign: (id) => campaigns[ids.indexOf(id)]?.data ?? null,
    number(id) {
      const number = numbers?.find((one) => one.id === id);
      return number ? phoneText(number.displayPhoneNumber) : null;
    },
    zone,
  };
}
