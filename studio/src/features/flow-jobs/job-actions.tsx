import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { FlowJob } from '../../../../core/api/flow-jobs.ts';
import { api } from '../../shared/api/api.ts';
import { ApiError, errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';

type Step = 'pauseFlowJob' | 'resumeFlowJob' | 'cancelFlowJob';

const done: Record<Step, string> = {
  pauseFlowJob: 'The job is paused',
  resumeFlowJob: 'The job goes on',
  cancelFlowJob: 'The job is cancelled',
};

/** Pause, resume and cancel, for a job that isn't over. */
export function JobActions({ job, title }: { job: FlowJob; title: string }) {
  const { orgId } = useWorkspace();
  const mayAct = useMay('flows:write');
  const queryClient = useQueryClient();
  const [isCancelling, setCancelling] = useState(false);
  const act = useMutation({
    mutationFn: (step: Step) => api.call(step, { params: { org: orgId, job: job.id } }),
    onSuccess: async (_job, step) => {
      setCancelling(false);
      toast.success(done[step]);
      await queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
    },
    onError: (error) => {
      setCancelling(false);
      // It came to its end in the meantime: the list says so once it is read again.
      if (error instanceof ApiError && error.code === 'job_ended')
        void queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
      toast.error('The job stays as it was', { description: errorText(error) });
    },
  });
  if (!mayAct || job.endedAt !== null) return null;
  const step = job.status === 'paused' ? 'resumeFlowJob' : 'pauseFlowJob';
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      <Button size="sm" isBusy={act.isPending && act.variables === step} onClick={() => act.mutate(step)}>
        {step === 'pauseFlowJob' ? <Pause aria-hidden /> : <Play aria-hidden />}
        {step === 'pauseFlowJob' ? 'Pause' : 'Resume'}
      </Button>
      <Button size="sm" onClick={() => setCancelling(true)}>
        <CircleStop aria-hidden /> Cancel
      </Button>
      {isCancelling && (
        <ConfirmDialog
          title="Cancel this job?"
          description={`“${title}” stops where it is. What it has done stays done, and it can’t go on later.`}
          confirm="Cancel the job"
          cancel="Keep it"
          change={{
            isPending: act.isPending,
            error: null,
            mutate: () => act.mutate('cancelFlowJob'),
          }}
          onClose={() => setCancelling(false)}
        />
      )}
    </div>
  );
}
