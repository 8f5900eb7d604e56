import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { useEditor } from '../store/editor-store.ts';

/** What was published, newest first. A run stays on the version it started with. */
export function VersionsPanel() {
  const { orgId, userId } = useWorkspace();
  const flowId = useEditor((state) => state.flowId);
  const now = useNow('halfMinute');
  const versions = useQuery({
    queryKey: keys.flowVersions(orgId, flowId),
    queryFn: ({ signal }) =>
      api.call(
        'listFlowVersions',
        { params: { org: orgId, flow: flowId }, query: { limit: 100 } },
        { signal },
      ),
  });
  if (versions.isPending) return <Skeleton className="m-4 h-16" />;
  if (versions.isError) {
    return <ErrorState className="h-auto" error={versions.error} onRetry={() => void versions.refetch()} />;
  }
  if (versions.data.items.length === 0) {
    return <p className="py-8 text-center text-sm text-muted">Nothing is published yet.</p>;
  }
  return (
    <ol aria-label="Published versions" className="divide-y divide-border">
      {versions.data.items.map((version, index) => (
        <li key={version.id} className="flex items-center gap-3 px-4 py-2 text-[13px]">
          <span className="w-10 shrink-0 font-medium tabular-nums">v{version.number}</span>
          <span className="min-w-0 flex-1 truncate">
            {version.note ?? <span className="text-muted">No note</span>}
          </span>
          {index === 0 && <Badge tone="primary">newest</Badge>}
          {version.authorId === userId && <span className="text-xs text-muted">by you</span>}
          <time
            dateTime={version.createdAt}
            title={fullTime(version.createdAt)}
            className="text-xs text-muted"
          >
            {relativeTime(version.createdAt, now)}
          </time>
        </li>
      ))}
    </ol>
  );
}
