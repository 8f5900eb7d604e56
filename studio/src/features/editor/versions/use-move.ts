import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { toast } from 'sonner';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';

export interface Move {
  /** Numbers of the versions whose people are moved; left out: all of them. */
  versions?: number[];
  toVersion: number;
}

/** Moves people to another version, in the background. */
export function useMove(flowId: string) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ versions, toVersion }: Move) =>
      api.call('createFlowJob', {
        params: { org: orgId, flow: flowId },
        body: { kind: 'move', filter: { versions }, toVersion },
      }),
    onSuccess: (_job, { toVersion }) => {
      toast.success(`People are being moved to version ${toVersion}`, {
        description: 'Who stands where it has nothing finishes on the version they began with.',
        action: {
          label: 'Show',
          onClick: () =>
            void navigate({ to: '/flows/$flowId', params: { flowId }, search: { show: 'jobs' } }),
        },
      });
      void queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.flowVersions(orgId, flowId) });
    },
    onError: (error) => toast.error('Nobody was moved', { description: errorText(error) }),
  });
}
