import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { toast } from 'sonner';
import type { CampaignDoc, CampaignGroup } from '../../../../core/campaigns/document.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys, numbersQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';

export interface NewCampaign {
  name: string;
  phoneNumberId?: string | null;
  /** Left out: an empty one. */
  doc?: CampaignDoc | Promise<CampaignDoc>;
  /** Where its making begins. */
  step?: 'audience' | 'message';
}

/** Makes a draft and opens it. */
export function useNewCampaign() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ name, phoneNumberId, doc }: NewCampaign) => {
      // Most workspaces have one number: there is nothing to choose.
      const numbers = await queryClient.ensureQueryData(numbersQuery(orgId));
      const [only] = numbers.items.length === 1 ? numbers.items : [];
      return api.call('createCampaign', {
        params: { org: orgId },
        body: { name: name.slice(0, 200), phoneNumberId: phoneNumberId ?? only?.id ?? null, doc: await doc },
      });
    },
    onSuccess: async ({ id }, { step }) => {
      void queryClient.invalidateQueries({ queryKey: [...keys.campaigns(orgId), 'pages'] });
      await navigate({ to: '/campaigns/$campaignId', params: { campaignId: id }, search: { step } });
    },
    onError: (error) => toast.error('No campaign was made', { description: errorText(error) }),
  });
}

/** A document that goes to these people and says nothing yet. The shapes come with it, so they are loaded when it is asked for. */
export async function docFor(group: CampaignGroup): Promise<CampaignDoc> {
  await import('../../shared/lib/zod-without-eval.ts');
  const { newCampaignDoc } = await import('../../../../core/campaigns/document.ts');
  return { ...newCampaignDoc(), audience: { include: [group], exclude: [] } };
}
