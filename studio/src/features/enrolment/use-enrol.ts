import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OperationBody } from '../../../../core/api/operations.ts';
import { api } from '../../shared/api/api.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';

export interface Enrolment {
  flowId: string;
  audience: Pick<OperationBody<'enrolContacts'>, 'contactIds' | 'tag' | 'segmentId' | 'all'>;
}

/**
 * Enrols people in the background. Asking for the same again after an answer that got lost doesn't enrol twice: as long as
 * nobody knows what became of the request, it keeps its key.
 */
export function useEnrol() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<{ asked: string; key: string } | null>(null);
  return useMutation({
    mutationFn: async ({ flowId, audience }: Enrolment) => {
      const asked = JSON.stringify([flowId, audience]);
      const key = open?.asked === asked ? open.key : crypto.randomUUID();
      try {
        return await api.call(
          'enrolContacts',
          { params: { org: orgId, flow: flowId }, body: audience },
          { idempotencyKey: key },
        );
      } catch (error) {
        const isUnknown = error instanceof ApiError && error.isTransient;
        setOpen(isUnknown ? { asked, key } : null);
        throw error;
      }
    },
    onSuccess: () => {
      setOpen(null);
      void queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.flows(orgId) });
    },
  });
}
