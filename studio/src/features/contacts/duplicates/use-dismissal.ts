import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { withoutPairs, type Pairs } from './apart.ts';
import { duplicatesQuery } from './queries.ts';

/** Says for everybody that contacts are not one person: shown at once, and can be taken back from the notice. */
export function useDismissal() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const { queryKey } = duplicatesQuery(orgId);
  const readAgain = () => queryClient.invalidateQueries({ queryKey });

  const restore = useMutation({
    mutationFn: (pairs: Pairs) => api.call('restoreDuplicates', { params: { org: orgId }, body: { pairs } }),
    onError: (error) => toast.error('It was not taken back', { description: errorText(error) }),
    onSettled: readAgain,
  });

  return useMutation({
    mutationFn: (pairs: Pairs) => api.call('dismissDuplicates', { params: { org: orgId }, body: { pairs } }),
    onMutate: async (pairs) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(
        queryKey,
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({ ...page, items: withoutPairs(page.items, pairs) })),
          },
      );
      return { before };
    },
    onSuccess: (_, pairs) => {
      toast.success('Noted: not the same person', {
        description: 'Nobody is asked about them again.',
        action: { label: 'Undo', onClick: () => restore.mutate(pairs) },
      });
    },
    onError: (error, _pairs, context) => {
      queryClient.setQueryData(queryKey, context?.before);
      toast.error('It was not noted', { description: errorText(error) });
    },
    // A large group shows others in place of those that are gone.
    onSettled: readAgain,
  });
}
