import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { campaignQuery } from '../queries.ts';

export type CourseStep =
  'approveCampaign' | 'withdrawCampaign' | 'pauseCampaign' | 'resumeCampaign' | 'cancelCampaign';

/** Steers a campaign that was started. */
export function useCourse(id: string) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (step: CourseStep | { ratePerSecond: number | null }) => {
      const params = { org: orgId, campaign: id };
      return typeof step === 'string'
        ? api.call(step, { params })
        : api.call('setCampaignRate', { params, body: step });
    },
    onSuccess: async (campaign) => {
      queryClient.setQueryData(campaignQuery(orgId, id).queryKey, { campaign, etag: null });
      await queryClient.invalidateQueries({ queryKey: keys.campaigns(orgId) });
    },
  });
}
