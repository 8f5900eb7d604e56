import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleX, Download, Undo2, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ContactImport } from '../../../../../core/api/imports.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { saveFile } from '../../../shared/lib/save-file.ts';
import { fullTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { CountTiles } from './count-tiles.tsx';
import { useImportStep } from './progress-step.tsx';
import { importErrors } from './status.ts';

/** What became of the file, the rows that were not taken, and the way back. */
export function ResultStep({ item }: { item: ContactImport }) {
  const now = useNow('halfMinute');
  const [isAsking, setAsking] = useState(false);
  const rejected = useRejectedRows(item);
  const canUndo =
    item.status !== 'undone' &&
    item.undoUntil !== null &&
    new Date(item.undoUntil) > now &&
    item.created + item.updated > 0;
  const { icon: Icon, title, tone } = headlineOf(item);
  return (
    <div className="mx-auto max-w-3xl space-y-6 pt-2">
      <section
        aria-label="Result"
        className="space-y-5 rounded-xl border border-border bg-surface p-6 shadow-card"
      >
        <div className="flex items-start gap-3">
          <Icon aria-hidden className={cn('mt-0.5 size-6 shrink-0', tone)} />
          <div className="space-y-1">
            <h2 className="text-lg font-semibold">{title}</h2>
            {sentences(item).map((sentence) => (
              <p key={sentence} className="text-sm text-muted">
                {sentence}
              </p>
            ))}
          </div>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button asChild variant="primary">
            <Link to="/contacts">Show contacts</Link>
          </Button>
          <Button asChild>
            <Link to="/contacts/import">Import another file</Link>
          </Button>
          {item.hasRejectedRows && (
            <Button isBusy={rejected.isPending} onClick={() => rejected.mutate()}>
              <Download aria-hidden /> Download {counted(item.rejected, 'rejected row')}
            </Button>
          )}
          {canUndo && (
            <Button variant="dangerGhost" onClick={() => setAsking(true)}>
              <Undo2 aria-hidden /> Undo import
            </Button>
          )}
        </div>
        {canUndo && <p className="text-xs text-muted">Can be undone until {fullTime(item.undoUntil!)}.</p>}
      </section>
      <CountTiles item={item} />
      {isAsking && <UndoDialog item={item} onClose={() => setAsking(false)} />}
    </div>
  );
}

function UndoDialog({ item, onClose }: { item: ContactImport; onClose: () => void }) {
  const step = useImportStep(item.id);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Undo this import?"
      description={`${counted(item.created, 'contact')} that it made will be removed, and what it changed on ${item.updated.toLocaleString('en')} others will be put back.`}
      className="max-w-md"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            isBusy={step.isPending}
            onClick={() => step.mutate('undoImport', { onSettled: onClose })}
          >
            Undo import
          </Button>
        </>
      }
    >
      <p className="text-sm text-muted">
        Whoever wrote, was written to, or was changed since stays as they are. Consent that the file brought
        is withdrawn.
      </p>
    </Dialog>
  );
}

function useRejectedRows({ id }: ContactImport) {
  const { orgId } = useWorkspace();
  return useMutation({
    mutationFn: () => api.download('downloadRejectedRows', { params: { org: orgId, import: id } }),
    onSuccess: ({ file, name }) => saveFile(file, name),
    onError: (error) => toast.error('The file could not be loaded', { description: errorText(error) }),
  });
}

function headlineOf(item: ContactImport): { icon: LucideIcon; title: string; tone: string } {
  switch (item.status) {
    case 'failed':
      return { icon: CircleX, title: 'The import failed', tone: 'text-danger' };
    case 'cancelled':
      return { icon: CircleX, title: 'The import was stopped', tone: 'text-muted' };
    case 'undone':
      return { icon: Undo2, title: 'The import was undone', tone: 'text-muted' };
    default:
      return { icon: CircleCheck, title: 'The import is done', tone: 'text-primary' };
  }
}

function sentences(item: ContactImport): string[] {
  if (item.status === 'undone' && item.undone) {
    const { removed, restored, kept } = item.undone;
    return [
      `${counted(removed, 'contact')} removed, ${restored.toLocaleString('en')} put back as before.`,
      ...(kept > 0 ? [`${counted(kept, 'contact')} used or changed since stayed as they are.`] : []),
    ];
  }
  return [
    ...(item.error ? [importErrors[item.error] ?? `The reason: ${item.error}.`] : []),
    `${item.done.toLocaleString('en')} of ${counted(item.total, 'row')} were worked on.`,
    ...(item.keptDenials > 0
      ? [`${counted(item.keptDenials, 'person', 'people')} once refused marketing, and stay so.`]
      : []),
    ...(item.rejected > 0 && item.hasRejectedRows
      ? ['Mend the rejected rows in their file and import it: the others are not touched by that.']
      : []),
  ];
}
