import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Flow } from '../../../../../core/api/schemas.ts';
import { nodeTitle } from '../../../../../core/flow/summary.ts';
import { api } from '../../../shared/api/api.ts';
import { ApiError, errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { Field } from '../../../shared/ui/field.tsx';
import { Textarea } from '../../../shared/ui/input.tsx';
import type { Saver } from '../store/saving.ts';
import { useMove } from '../versions/use-move.ts';
import { useEditor, useEditorActions, useEditorStore } from '../store/editor-store.ts';
import { PublishImpact, type Impact } from './publish-impact.tsx';

const SHOWN_PROBLEMS = 6;

/** The last look before a flow answers people: problems, a note, and what publishing means for those on the way. */
export function PublishDialog({ flow, onClose, saver }: { flow: Flow; onClose: () => void; saver: Saver }) {
  const { orgId } = useWorkspace();
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const problems = useEditor((state) => state.problems);
  const flowId = useEditor((state) => state.flowId);
  const [note, setNote] = useState('');
  const [impact, setImpact] = useState<Impact>('finish');
  const move = useMove(flow.id);
  const errors = problems.filter((problem) => problem.severity === 'error');

  const publish = useMutation({
    mutationFn: async () => {
      if (!(await saver.saveNow())) {
        const cause = store.getState().saveError;
        throw cause instanceof Error
          ? cause
          : new Error('The draft could not be saved, so it was not published.');
      }
      return api.call('publishFlow', {
        params: { org: orgId, flow: flowId },
        body: { draftRev: store.getState().draftRev, note: note.trim() || null },
      });
    },
    onSuccess: (version) => {
      toast.success(`Version ${version.number} is live`, {
        description:
          impact === 'move'
            ? 'New people get it at once, and those on the way are moved to it.'
            : 'New people get it at once. Those on the way finish on the version they began with.',
        duration: 12_000,
        action:
          flow.publishedVersion === null
            ? undefined
            : { label: 'Undo', onClick: () => undo.mutate(flow.publishedVersion ?? version.number) },
      });
      if (impact === 'move') move.mutate({ toVersion: version.number });
      onClose();
      void queryClient.invalidateQueries({ queryKey: keys.flows(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.flow(orgId, flowId) });
    },
    onError: (error) => {
      // A save that met somebody else's draft has its own dialog.
      if (error instanceof ApiError && error.code === 'stale_draft') onClose();
    },
  });

  // What was live before goes live again; the draft stays as it is.
  const undo = useMutation({
    mutationFn: (version: number) =>
      api.call('rollbackFlow', {
        params: { org: orgId, flow: flowId },
        body: { version, note: 'Undone: publishing' },
      }),
    onSuccess: (version, before) => {
      toast.success(`Undone: version ${before} is live again, as version ${version.number}`);
      void queryClient.invalidateQueries({ queryKey: keys.flows(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.flow(orgId, flowId) });
    },
    onError: (error) => toast.error('That could not be undone', { description: errorText(error) }),
  });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Publish this flow"
      description={
        flow.status === 'paused' || flow.status === 'archived'
          ? `The flow is ${flow.status}: publishing makes it live, and people enter again.`
          : 'From then on, new people enter this version.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={publish.isPending}
            disabled={errors.length > 0}
            onClick={() => publish.mutate()}
          >
            Publish now
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <ProblemGate onShow={onClose} />
        <PublishImpact flow={flow} impact={impact} onImpact={setImpact} />
      </div>
      <Field label="Note" hint="Why, for your team. Optional." className="mt-4">
        <Textarea value={note} maxLength={500} rows={2} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {publish.isError && (
        <p role="alert" className="mt-3 rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
          {errorText(publish.error)}
          {publish.error instanceof ApiError && publish.error.requestId && (
            <span className="block text-xs">Request {publish.error.requestId}</span>
          )}
        </p>
      )}
    </Dialog>
  );
}

function ProblemGate({ onShow }: { onShow: () => void }) {
  const store = useEditorStore();
  const problems = useEditor((state) => state.problems);
  const nodes = useEditor((state) => state.history.doc.nodes);
  const { showNode } = useEditorActions();
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 rounded-lg bg-primary-soft px-3 py-2.5 text-sm text-primary">
        <CircleCheck aria-hidden className="size-4" /> No problems found.
      </p>
    );
  }
  return (
    <div className={cn('rounded-lg border', errors > 0 ? 'border-danger/40' : 'border-warn/40')}>
      <p className={cn('px-3 pt-2.5 text-sm font-medium', errors > 0 ? 'text-danger' : 'text-warn')}>
        {errors > 0
          ? `${errors} problem${errors === 1 ? ' has' : 's have'} to be solved first`
          : 'It can be published. Look at these first:'}
      </p>
      <ul className="py-1.5">
        {problems.slice(0, SHOWN_PROBLEMS).map((problem, index) => {
          const node = problem.nodeId === null ? undefined : nodes[problem.nodeId];
          const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert;
          return (
            <li key={index}>
              <button
                type="button"
                className="flex w-full items-start gap-2 px-3 py-1 text-left text-[13px] hover:bg-surface-2"
                onClick={() => {
                  if (problem.nodeId !== null) showNode(problem.nodeId);
                  else store.setState({ drawer: 'problems' });
                  onShow();
                }}
              >
                <Icon
                  aria-hidden
                  className={cn(
                    'mt-0.5 size-3.5 shrink-0',
                    problem.severity === 'error' ? 'text-danger' : 'text-warn',
                  )}
                />
                <span>
                  {node && <span className="font-medium">{nodeTitle(node)}: </span>}
                  {problem.message}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {problems.length > SHOWN_PROBLEMS && (
        <p className="px-3 pb-2.5 text-xs text-muted">
          and {problems.length - SHOWN_PROBLEMS} more, see Problems below the canvas
        </p>
      )}
    </div>
  );
}
