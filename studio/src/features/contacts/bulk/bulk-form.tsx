import type { ReactNode } from 'react';
import { MAX_BULK_CONTACTS } from '../../../../../core/api/bulk-limits.ts';
import { peopleText } from '../../../shared/lib/counted.ts';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { ProgressBar } from '../../../shared/ui/progress-bar.tsx';
import type { BulkWork, useBulk } from './use-bulk.ts';

export interface BulkDialogProps {
  ids: ReadonlySet<string>;
  onClose: () => void;
  /** It is done: the selection has served. */
  onDone: () => void;
}

export interface BulkFormProps {
  bulk: ReturnType<typeof useBulk>;
  title: string;
  description?: ReactNode;
  action: string;
  isDanger?: boolean;
  /** Null: something is still to be filled in. */
  work: BulkWork | null;
  onClose: () => void;
  children?: ReactNode;
}

/** What is done to everybody who is selected, and how far it is. */
export function BulkForm({
  bulk,
  title,
  description,
  action,
  isDanger,
  work,
  onClose,
  children,
}: BulkFormProps) {
  const { donePeople, total, isPending, error } = bulk;
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={title}
      description={description}
      className="max-w-md"
      action={error && donePeople > 0 ? 'Go on' : action}
      isBusy={isPending}
      isDanger={isDanger}
      isReady={work !== null}
      error={error}
      onSubmit={() => work && bulk.mutate(work)}
    >
      {children}
      {total > MAX_BULK_CONTACTS && (isPending || donePeople > 0) && (
        <div className="space-y-1.5">
          <ProgressBar label="Done" value={donePeople} max={total} isPaused={!isPending} />
          <p className="text-xs text-muted tabular-nums">
            {donePeople.toLocaleString('en')} of {peopleText(total)}. Leave the page open.
          </p>
        </div>
      )}
    </FormDialog>
  );
}
