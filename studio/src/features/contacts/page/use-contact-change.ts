import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { OperationBody } from '../../../../../core/api/operations.ts';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';

/** Changes a contact: shown at once, taken back when the server refuses. */
export function useContactChange(contact: Contact) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const key = keys.contact(orgId, contact.id);
  return useMutation({
    mutationFn: (body: OperationBody<'updateContact'>) =>
      api.call('updateContact', { params: { org: orgId, contact: contact.id }, body }),
    onMutate: async ({ name, timeZone, tags }) => {
      await queryClient.cancelQueries({ queryKey: key, exact: true });
      const before = queryClient.getQueryData<Contact>(key);
      const shown = Object.fromEntries(
        Object.entries({ name, timeZone, tags }).filter(([, value]) => value !== undefined),
      );
      queryClient.setQueryData<Contact>(key, (old) => old && { ...old, ...shown });
      return { before };
    },
    onSuccess: (after) => {
      queryClient.setQueryData(key, after);
      void queryClient.invalidateQueries({ queryKey: keys.contacts(orgId) });
      void queryClient.invalidateQueries({ queryKey: [...key, 'timeline'] });
    },
    onError: (error, _body, context) => {
      queryClient.setQueryData(key, context?.before);
      toast.error('The contact was not changed', { description: errorText(error) });
    },
  });
}
