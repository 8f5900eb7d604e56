import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { MoveOutcomes, peopleText } from './move-outcomes.tsx';
import { useMove } from './use-move.ts';

export interface MoveDialogProps {
  flowId: string;
  from: number;
  to: number;
  onClose: () => void;
}

/** Shows what a move would do before anybody is moved. */
export function MoveDialog({ flowId, from, to, onClose }: MoveDialogProps) {
  const { orgId } = useWorkspace();
  const move = useMove(flowId);
  const preview = useQuery({
    queryKey: [...keys.runs(orgId), 'move', flowId, from, to],
    queryFn: ({ signal }) =>
      api.call(
        'previewFlowMove',
        { params: { org: orgId, flow: flowId }, body: { from, to } },
        { signal, idempotencyKey: null },
      ),
  });
  const going = preview.data ? preview.data.kept + preview.data.moved : 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Move people from version ${from} to ${to}`}
      description="What they answered so far goes with them. Who stands where the new version has nothing finishes on the old one."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={going === 0}
            isBusy={move.isPending}
            onClick={() => move.mutate({ versions: [from], toVersion: to }, { onSuccess: onClose })}
          >
            {going > 0 ? `Move ${peopleText(going)}` : 'Move'}
          </Button>
        </>
      }
    >
      {preview.isPending && <Skeleton className="h-24" />}
      {preview.isError && (
        <ErrorState className="h-auto p-2" error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {preview.data && preview.data.places.length === 0 && (
        <p className="text-sm text-muted">Nobody is on version {from} any more.</p>
      )}
      {preview.data && preview.data.places.length > 0 && <MoveOutcomes places={preview.data.places} />}
    </Dialog>
  );
}
