import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { peopleText } from './move-outcomes.tsx';

/** Moves people to another version, in the background. */
export function useMove(flowId: string) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ from, to }: { from?: number; to: number }) =>
      api.call('moveFlowPeople', { params: { org: orgId, flow: flowId }, body: { from, to } }),
    onSuccess: ({ kept, moved, gone }, { to }) => {
      if (kept + moved > 0) {
        toast.success(`${peopleText(kept + moved)} on the way to version ${to}`, {
          description: gone > 0 ? `${peopleText(gone)} finish on the version they began with.` : undefined,
        });
      }
      void queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.flowVersions(orgId, flowId) });
    },
    onError: (error) => toast.error('Nobody was moved', { description: errorText(error) }),
  });
}
