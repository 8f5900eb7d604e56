import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, Pause, Play, RotateCcw, SkipForward } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import type { FlowRun } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { attentionText } from './run-attention.ts';

type Action = 'pauseFlowRun' | 'resumeFlowRun' | 'retryFlowRun' | 'skipFlowRun' | 'exitFlowRun';

interface ActionText {
  label: string;
  icon: ReactNode;
  done: string;
  /** Asked before: what is done can't be taken back. */
  question?: { title: string; words: string };
}

const actions: Record<Action, ActionText> = {
  pauseFlowRun: {
    label: 'Pause',
    icon: <Pause aria-hidden />,
    done: 'Paused: replies are kept until you resume it',
  },
  resumeFlowRun: { label: 'Resume', icon: <Play aria-hidden />, done: 'The run goes on' },
  retryFlowRun: { label: 'Try again', icon: <RotateCcw aria-hidden />, done: 'The step was tried again' },
  skipFlowRun: {
    label: 'Skip step',
    icon: <SkipForward aria-hidden />,
    done: 'The step was skipped',
    question: {
      title: 'Skip the step that failed?',
      words: 'The run goes on behind it, as if it had worked. What the step should have sent is not sent.',
    },
  },
  exitFlowRun: {
    label: 'End',
    icon: <CircleStop aria-hidden />,
    done: 'The run has ended',
    question: {
      title: 'End this run?',
      words:
        'The person leaves the flow where they are. They can enter it again, if its settings allow that.',
    },
  },
};

/** What an operator may do to a run that goes on, and why it may need somebody. */
export function RunActions({ run }: { run: FlowRun }) {
  const { orgId } = useWorkspace();
  const mayAct = useMay('runs:write');
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Action | null>(null);
  const act = useMutation({
    mutationFn: (action: Action) => api.call(action, { params: { org: orgId, run: run.id } }),
    onSuccess: async (after, action) => {
      setAsked(null);
      if (after.status === 'needsAttention' && action === 'retryFlowRun')
        toast.error('The step failed again');
      else toast.success(actions[action].done);
      await queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
    },
    onError: (error, action) =>
      toast.error(`${actions[action].label} did not work`, { description: errorText(error) }),
  });

  if (run.endedAt !== null) return null;
  const needsDecision = run.status === 'needsAttention' && run.error !== null;
  const offered: Action[] = [
    ...(needsDecision ? (['retryFlowRun', 'skipFlowRun'] as const) : []),
    run.pausedAt === null ? 'pauseFlowRun' : 'resumeFlowRun',
    'exitFlowRun',
  ];
  const attention = needsDecision && run.error !== null ? attentionText(run.error) : null;
  const question = asked === null ? undefined : actions[asked].question;

  return (
    <div className="mb-3 space-y-2">
      {attention && (
        <div role="note" className="rounded-lg border border-danger/40 bg-danger-soft p-3 text-[13px]">
          <p className="font-medium">{attention.cause}</p>
          {mayAct && <p className="mt-1 text-muted">{attention.actions}</p>}
        </div>
      )}
      {run.pausedAt !== null && (
        <p className="text-[13px] text-muted">Paused: nothing happens until somebody resumes it.</p>
      )}
      {mayAct && (
        <div className="flex flex-wrap gap-2">
          {offered.map((action) => (
            <Button
              key={action}
              size="sm"
              disabled={act.isPending}
              isBusy={act.isPending && act.variables === action}
              onClick={() => (actions[action].question ? setAsked(action) : act.mutate(action))}
            >
              {actions[action].icon} {actions[action].label}
            </Button>
          ))}
        </div>
      )}
      {asked !== null && question !== undefined && (
        <Dialog
          isOpen
          onClose={() => setAsked(null)}
          title={question.title}
          description={question.words}
          className="max-w-md"
          footer={
            <>
              <Button onClick={() => setAsked(null)}>Cancel</Button>
              <Button variant="danger" isBusy={act.isPending} onClick={() => act.mutate(asked)}>
                {actions[asked].label}
              </Button>
            </>
          }
        />
      )}
    </div>
  );
}
