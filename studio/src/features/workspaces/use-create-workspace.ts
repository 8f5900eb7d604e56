import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspaceChoice } from '../../shared/session/workspace.ts';

/** Makes a workspace in the time zone of this browser, and goes there. */
export function useCreateWorkspace(onDone?: () => void) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const choose = useWorkspaceChoice((state) => state.choose);
  return useMutation({
    mutationFn: (name: string) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      return api.call('createOrganization', { params: {}, body: { name, timeZone } });
    },
    onSuccess: async ({ org }) => {
      choose(org.id);
      await queryClient.invalidateQueries({ queryKey: keys.me });
      onDone?.();
      await navigate({ to: '/inbox' });
    },
  });
}
