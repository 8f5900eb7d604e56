import { useQuery } from '@tanstack/react-query';
import { ArrowRightLeft, Eye, RotateCcw, Users } from 'lucide-react';
import { useState } from 'react';
import type { Flow, FlowVersion } from '../../../../../core/api/schemas.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { useEditor, useEditorStore } from '../store/editor-store.ts';
import { MoveDialog } from '../versions/move-dialog.tsx';
import { versionsQuery } from '../versions/queries.ts';
import { RollbackDialog } from '../versions/rollback-dialog.tsx';

/** What was published, newest first. A run stays on the version it started with. */
export function VersionsPanel({ flow }: { flow: Flow }) {
  const { orgId } = useWorkspace();
  const [dialog, setDialog] = useState<{ kind: 'rollback' | 'move'; version: FlowVersion } | null>(null);
  const versions = useQuery(versionsQuery(orgId, flow.id));
  if (versions.isPending) return <Skeleton className="m-4 h-16" />;
  if (versions.isError) {
    return <ErrorState className="h-auto" error={versions.error} onRetry={() => void versions.refetch()} />;
  }
  if (versions.data.items.length === 0) {
    return <p className="py-8 text-center text-sm text-muted">Nothing is published yet.</p>;
  }
  const close = () => setDialog(null);
  return (
    <>
      <ol aria-label="Published versions" className="@container divide-y divide-border">
        {versions.data.items.map((version) => (
          <VersionRow
            key={version.id}
            flow={flow}
            version={version}
            onRollback={() => setDialog({ kind: 'rollback', version })}
            onMove={() => setDialog({ kind: 'move', version })}
          />
        ))}
      </ol>
      {dialog?.kind === 'rollback' && (
        <RollbackDialog flow={flow} number={dialog.version.number} onClose={close} />
      )}
      {dialog?.kind === 'move' && flow.publishedVersion !== null && (
        <MoveDialog
          flowId={flow.id}
          from={dialog.version.number}
          to={flow.publishedVersion}
          onClose={close}
        />
      )}
    </>
  );
}

interface VersionRowProps {
  flow: Flow;
  version: FlowVersion;
  onRollback: () => void;
  onMove: () => void;
}

function VersionRow({ flow, version, onRollback, onMove }: VersionRowProps) {
  const store = useEditorStore();
  const mayEdit = useMay('flows:write');
  const now = useNow('halfMinute');
  const { number, note, authorName, runs, createdAt } = version;
  const isViewed = useEditor((state) => state.viewedVersion === number);
  const isCurrent = flow.publishedVersion === number;
  return (
    <li
      className={cn(
        'flex items-center gap-3 px-4 py-1.5 text-[13px] max-sm:flex-wrap',
        isViewed && 'bg-primary-soft/50',
      )}
    >
      <span className="w-9 shrink-0 font-medium tabular-nums">v{number}</span>
      <span className="min-w-24 flex-1 truncate" title={note ?? undefined}>
        {note ?? <span className="text-muted">No note</span>}
      </span>
      {isCurrent && (
        <Badge tone={flow.status === 'live' ? 'primary' : 'neutral'}>
          {flow.status === 'live' ? 'live' : flow.status}
        </Badge>
      )}
      <span
        className="flex w-20 shrink-0 items-center gap-1 text-xs whitespace-nowrap text-muted tabular-nums"
        title={`${runs.active} on the way, ${runs.total} in all`}
      >
        <Users aria-hidden className="size-3.5" /> {runs.active} on it
      </span>
      <span className="w-44 shrink-0 truncate text-xs text-muted @max-3xl:hidden">
        {authorName ?? 'An API key'},{' '}
        <time dateTime={createdAt} title={fullTime(createdAt)}>
          {relativeTime(createdAt, now)}
        </time>
      </span>
      <span className="flex shrink-0 items-center justify-end gap-1 @3xl:w-[17rem]">
        {mayEdit && !isCurrent && runs.active > 0 && (
          <Button
            variant="ghost"
            size="xs"
            onClick={onMove}
            aria-label={`Move people from version ${number}`}
          >
            <ArrowRightLeft aria-hidden /> Move people
          </Button>
        )}
        {mayEdit && !isCurrent && (
          <Button variant="ghost" size="xs" onClick={onRollback} aria-label={`Go back to version ${number}`}>
            <RotateCcw aria-hidden /> Go back
          </Button>
        )}
        <Button
          variant="ghost"
          size="xs"
          aria-pressed={isViewed}
          aria-label={`${isViewed ? 'Close' : 'Look at'} version ${number}`}
          onClick={() => store.setState({ mode: 'edit', viewedVersion: isViewed ? null : number })}
        >
          <Eye aria-hidden /> {isViewed ? 'Close' : 'Look'}
        </Button>
      </span>
    </li>
  );
}
