import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, Files, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { MediaFile } from '../../../../core/api/media.ts';
import type { MediaKind } from '../../../../core/messaging/content.ts';
import { listTime } from '../../shared/lib/time.ts';
import { sizeText } from '../../shared/lib/size-text.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { mediaLooks } from '../../shared/ui/message-parts.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../shared/ui/states.tsx';
import { FileMark } from './file-mark.tsx';
import { keptFilesQuery, useDeleteKeptFile, useSaveKeptFile } from './queries.ts';

export interface FilesDialogProps {
  /** Only these are shown. */
  kinds: readonly MediaKind[];
  onChoose: (file: MediaFile) => void;
  onClose: () => void;
}

/** The files that are kept to be sent: one can be chosen, saved or deleted. */
export function FilesDialog({ kinds, onChoose, onClose }: FilesDialogProps) {
  const { orgId } = useWorkspace();
  const files = useInfiniteQuery(keptFilesQuery(orgId));
  const shown = files.data?.pages.flatMap(({ items }) => items).filter(({ kind }) => kinds.includes(kind));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Uploaded files"
      description="They are kept for as many messages as you like, until somebody deletes them."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {files.isError ? (
        <ErrorState error={files.error} onRetry={() => void files.refetch()} />
      ) : !shown ? (
        <RowsSkeleton label="Loading files" count={3}>
          <Skeleton className="size-11" />
          <Skeleton className="h-4 w-40" />
        </RowsSkeleton>
      ) : shown.length === 0 && !files.hasNextPage ? (
        <EmptyState icon={Files} title="No file of this kind yet">
          What you upload in a step is kept here.
        </EmptyState>
      ) : (
        <ul aria-label="Uploaded files" className="divide-y divide-border rounded-lg border border-border">
          {shown.map((file) => (
            <Row key={file.id} file={file} onChoose={() => onChoose(file)} />
          ))}
        </ul>
      )}
      {files.hasNextPage && (
        <Button
          size="sm"
          className="mt-3"
          isBusy={files.isFetchingNextPage}
          onClick={() => void files.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Dialog>
  );
}

function Row({ file, onChoose }: { file: MediaFile; onChoose: () => void }) {
  const mayDelete = useMay('messages:send');
  const save = useSaveKeptFile();
  const [isDeleting, setDeleting] = useState(false);
  const { id, kind, name, byteSize, createdAt } = file;
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <FileMark fileId={id} kind={kind} />
      <div className="min-w-0 flex-1 text-[13px]">
        <p className="truncate font-medium" title={name}>
          {name}
        </p>
        <p className="truncate text-xs text-muted">
          {mediaLooks[kind].name} · {sizeText(byteSize)} · {listTime(createdAt, new Date())}
        </p>
      </div>
      <Button size="sm" aria-label={`Choose ${name}`} onClick={onChoose}>
        Choose
      </Button>
      <div className="-mx-1 flex">
        <Button
          variant="ghost"
          size="iconSm"
          aria-label={`Save ${name}`}
          title="Save"
          isBusy={save.isPending}
          onClick={() => save.mutate(id)}
        >
          {!save.isPending && <Download aria-hidden />}
        </Button>
        {mayDelete && (
          <Button
            variant="ghost"
            size="iconSm"
            className="hover:text-danger"
            aria-label={`Delete ${name}`}
            title="Delete"
            onClick={() => setDeleting(true)}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {isDeleting && <DeleteDialog file={file} onClose={() => setDeleting(false)} />}
    </li>
  );
}

function DeleteDialog({ file, onClose }: { file: MediaFile; onClose: () => void }) {
  const remove = useDeleteKeptFile(onClose);
  const { isPending, error } = remove;
  return (
    <ConfirmDialog
      title={`Delete ${file.name}?`}
      description="Messages that were sent with it stay. Drafts that name it can’t be published any more."
      confirm="Delete the file"
      change={{ isPending, error, mutate: () => remove.mutate(file.id) }}
      onClose={onClose}
    />
  );
}
