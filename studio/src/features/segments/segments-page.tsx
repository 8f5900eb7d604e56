import '../../shared/lib/zod-without-eval.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Filter, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Segment } from '../../../../core/api/segments.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { BackTitle } from '../../shared/ui/back-title.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { ShowMore } from '../../shared/ui/show-more.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../shared/ui/states.tsx';
import { DeleteSegmentDialog } from './delete-segment-dialog.tsx';
import { segmentPagesQuery } from './queries.ts';
import { SegmentDialog } from './segment-dialog.tsx';
import { SegmentPeopleDialog } from './segment-people-dialog.tsx';
import { SegmentRow } from './segment-row.tsx';

type Open = { kind: 'new' } | { kind: 'edit' | 'delete' | 'people'; segment: Segment };

export function SegmentsPage() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('segments:write');
  const query = useInfiniteQuery(segmentPagesQuery(orgId));
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const segments = query.data?.pages.flatMap((page) => page.items) ?? [];
  const add = mayEdit && (
    <Button variant="primary" onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden /> New segment
    </Button>
  );

  return (
    <Page
      title={
        <BackTitle to="/contacts" label="Back to contacts">
          Segments
        </BackTitle>
      }
      actions={segments.length > 0 && add}
    >
      {query.isPending && <SegmentsSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && segments.length === 0 && (
        <EmptyState icon={Filter} title="No segments yet" action={add}>
          A segment is a question about your contacts, for example who has the tag “lead” and wrote in the
          last 30 days. Flows can start when somebody enters one.
        </EmptyState>
      )}
      {segments.length > 0 && (
        <ul aria-label="Segments" className="rounded-xl border border-border bg-surface shadow-card">
          {segments.map((segment) => (
            <SegmentRow
              key={segment.id}
              segment={segment}
              mayEdit={mayEdit}
              onShowPeople={() => setOpen({ kind: 'people', segment })}
              onEdit={() => setOpen({ kind: 'edit', segment })}
              onDelete={() => setOpen({ kind: 'delete', segment })}
            />
          ))}
        </ul>
      )}
      <ShowMore query={query} className="mt-4 text-center" />
      {open?.kind === 'new' && <SegmentDialog segment={null} onClose={close} />}
      {open?.kind === 'edit' && <SegmentDialog segment={open.segment} onClose={close} />}
      {open?.kind === 'delete' && <DeleteSegmentDialog segment={open.segment} onClose={close} />}
      {open?.kind === 'people' && <SegmentPeopleDialog segment={open.segment} onClose={close} />}
    </Page>
  );
}

function SegmentsSkeleton() {
  return (
    <RowsSkeleton label="Loading segments" count={4}>
      <Skeleton className="my-1 h-4 w-40" />
      <Skeleton className="ml-auto h-4 w-24" />
    </RowsSkeleton>
  );
}
