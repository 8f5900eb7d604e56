/** What can be done to a whole flow, from the list and from its editor. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Flow } from '../../../../core/api/schemas.ts';
import { fileName } from '../lib/file-name.ts';
import { saveFile } from '../lib/save-file.ts';
import { useWorkspace } from '../session/workspace.ts';
import { api } from './api.ts';
import { errorText } from './errors.ts';
import { keys } from './queries.ts';

export type FlowStep = 'pauseFlow' | 'resumeFlow' | 'archiveFlow';

const undoOf: Record<FlowStep, FlowStep> = {
  pauseFlow: 'resumeFlow',
  resumeFlow: 'pauseFlow',
  archiveFlow: 'resumeFlow',
};

/** Pauses, resumes or archives, and says so with a way back. */
export function useFlowStep() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: ({ flowId, step }: { flowId: string; step: FlowStep; isUndo?: boolean }) =>
      api.call(step, { params: { org: orgId, flow: flowId } }),
    onSuccess: (flow, { flowId, step, isUndo }) => {
      queryClient.setQueryData(keys.flow(orgId, flowId), flow);
      void queryClient.invalidateQueries({ queryKey: keys.flows(orgId) });
      const undo = {
        label: 'Undo',
        onClick: () => change.mutate({ flowId, step: undoOf[step], isUndo: true }),
      };
      // What was a draft or paused comes back as that; only a change that Undo takes back whole offers it.
      const isReversible = !isUndo && (step !== 'archiveFlow' || flow.publishedVersion === null);
      toast.success(statusToast(flow), {
        description: statusHint(flow),
        action: isReversible && flow.status !== 'draft' ? undo : undefined,
      });
    },
    onError: (error) => toast.error('The flow stays as it was', { description: errorText(error) }),
  });
  return change;
}

function statusToast({ name, status }: Flow): string {
  switch (status) {
    case 'live':
      return `“${name}” is live`;
    case 'paused':
      return `“${name}” is paused`;
    case 'archived':
      return `“${name}” is archived`;
    case 'draft':
      return `“${name}” is a draft again`;
  }
}

function statusHint({ status }: Flow): string | undefined {
  if (status === 'live') return 'People can enter again.';
  if (status === 'draft') return undefined;
  return 'Nobody enters any more. People on their way go on.';
}

/** Saves the draft as a file that can be imported elsewhere. */
export function useFlowExport() {
  const { orgId } = useWorkspace();
  return useMutation({
    mutationFn: async ({ flowId, name }: { flowId: string; name: string }) => {
      const file = await api.call('exportFlow', { params: { org: orgId, flow: flowId } });
      downloadJson(file, `${fileName(name)}.flow.json`);
    },
    onError: (error) => toast.error('The flow could not be exported', { description: errorText(error) }),
  });
}

function downloadJson(content: unknown, name: string): void {
  saveFile(new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }), name);
}
