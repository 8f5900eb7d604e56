import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import type { TimelineKind } from '../../../../../core/api/people.ts';
import { dayLabel } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Segmented } from '../../../shared/ui/segmented.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { timelineQuery } from './queries.ts';
import { TimelineEntry } from './timeline-entry.tsx';

const filters: { value: TimelineKind | 'all'; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'message', label: 'Messages' },
  { value: 'flow', label: 'Flows' },
  { value: 'consent', label: 'Consent' },
  { value: 'event', label: 'Changes' },
];

/** What happened to a contact, newest first, day by day. */
export function Timeline({ contactId }: { contactId: string }) {
  const { orgId } = useWorkspace();
  const [kind, setKind] = useState<TimelineKind | 'all'>('all');
  const now = useNow('halfMinute');
  const timeline = useInfiniteQuery(timelineQuery(orgId, contactId, kind === 'all' ? undefined : kind));
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  const days = Map.groupBy(items, ({ at }) => dayLabel(at, now, 'en'));
  return (
    <section aria-label="Timeline" className="rounded-xl border border-border bg-surface p-4 shadow-card">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-sm font-semibold">Timeline</h2>
        <div className="scroll-thin max-w-full overflow-x-auto">
          <Segmented label="Show" value={kind} onChange={setKind} options={filters} />
        </div>
      </div>
      {timeline.isPending && <TimelineSkeleton />}
      {timeline.isError && (
        <ErrorState className="h-auto" error={timeline.error} onRetry={() => void timeline.refetch()} />
      )}
      {timeline.data && items.length === 0 && (
        <EmptyState icon={History} title="Nothing yet" className="h-auto">
          {kind === 'all'
            ? 'Messages, flows and changes will appear here.'
            : 'Nothing of this kind happened so far.'}
        </EmptyState>
      )}
      {[...days].map(([day, entries]) => (
        <div key={day} className="mb-4">
          <h3 className="mb-2 text-xs font-semibold text-muted">{day}</h3>
          <ol className="space-y-3">
            {entries.map((item) => (
              <TimelineEntry key={item.id} item={item} />
            ))}
          </ol>
        </div>
      ))}
      {timeline.hasNextPage && (
        <div className="text-center">
          <Button
            size="sm"
            isBusy={timeline.isFetchingNextPage}
            onClick={() => void timeline.fetchNextPage()}
          >
            Show older
          </Button>
        </div>
      )}
    </section>
  );
}

function TimelineSkeleton() {
  return (
    <div role="status" aria-label="Loading the timeline" className="space-y-4">
      {Array.from({ length: 5 }, (_, row) => (
        <div key={row} className="flex gap-3">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className="h-7 flex-1" />
        </div>
      ))}
    </div>
  );
}
