import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, X } from 'lucide-react';
import { toast } from 'sonner';
import type { ContactImport } from '../../../../../core/api/imports.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ProgressBar } from '../../../shared/ui/progress-bar.tsx';
import { CountTiles } from './count-tiles.tsx';

type Step = 'pauseImport' | 'resumeImport' | 'cancelImport' | 'undoImport';

/** Pauses, resumes, stops or undoes an import. */
export function useImportStep(id: string) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (step: Step) => api.call(step, { params: { org: orgId, import: id } }),
    onSuccess: (changed) => {
      queryClient.setQueryData([...keys.imports(orgId), id], changed);
      void queryClient.invalidateQueries({ queryKey: keys.contacts(orgId) });
    },
    onError: (error) => toast.error('That did not work', { description: errorText(error) }),
  });
}

export function ProgressStep({ item }: { item: ContactImport }) {
  const step = useImportStep(item.id);
  const isUndoing = item.status === 'undoing';
  const total = isUndoing ? item.created + item.updated : item.total;
  const done = item.undone ? item.undone.removed + item.undone.restored + item.undone.kept : item.done;
  return (
    <div className="mx-auto max-w-3xl space-y-6 pt-2">
      <section
        aria-label="Progress"
        className="space-y-5 rounded-xl border border-border bg-surface p-6 shadow-card"
      >
        <div>
          <h2 className="text-lg font-semibold">{headlines[item.status]}</h2>
          <p className="text-sm text-muted">
            You can leave this page: the work goes on, and you find it under Import again.
          </p>
        </div>
        <ProgressBar
          label={isUndoing ? 'Undoing' : 'Importing'}
          value={done}
          max={total}
          isPaused={item.status === 'paused'}
        />
        <p className="text-sm tabular-nums" aria-live="polite">
          {done.toLocaleString('en')} of {counted(total, isUndoing ? 'contact' : 'row')}
        </p>
        {!isUndoing && (
          <div className="flex flex-wrap gap-2">
            {item.status === 'paused' ? (
              <Button variant="primary" isBusy={step.isPending} onClick={() => step.mutate('resumeImport')}>
                <Play aria-hidden /> Go on
              </Button>
            ) : (
              <Button isBusy={step.isPending} onClick={() => step.mutate('pauseImport')}>
                <Pause aria-hidden /> Pause
              </Button>
            )}
            <Button
              variant="dangerGhost"
              disabled={step.isPending}
              onClick={() => step.mutate('cancelImport')}
            >
              <X aria-hidden /> Stop here
            </Button>
          </div>
        )}
      </section>
      {!isUndoing && <CountTiles item={item} />}
    </div>
  );
}

const headlines: Partial<Record<ContactImport['status'], string>> = {
  queued: 'Starting…',
  running: 'Importing…',
  paused: 'Paused',
  undoing: 'Undoing the import…',
};
