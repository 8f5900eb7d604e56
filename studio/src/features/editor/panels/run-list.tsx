import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Footprints } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { useEditor } from '../store/editor-store.ts';
import { RunFilters } from './run-filters.tsx';
import { everybody, filterOf, runPagesQuery, type RunChoice } from './run-choice.ts';
import { RunItem } from './run-item.tsx';

/** Who is in this flow, where they stand, and the way each took, drawn on the canvas. */
export function RunList({ runId }: { runId: string | null }) {
  const { orgId } = useWorkspace();
  const flowId = useEditor((state) => state.flowId);
  const navigate = useNavigate();
  const [choice, setChoice] = useState<RunChoice>(everybody);
  const runs = useInfiniteQuery(runPagesQuery(orgId, filterOf(flowId, choice)));
  const items = runs.data?.pages.flatMap((page) => page.items);
  const choose = (run: string | undefined) =>
    void navigate({ to: '/flows/$flowId', params: { flowId }, search: run ? { run } : {}, replace: true });
  return (
    <>
      <RunFilters choice={choice} onChange={setChoice} />
      {runs.isPending && (
        <div className="space-y-3 p-4">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      )}
      {runs.isError && (
        <ErrorState className="h-auto" error={runs.error} onRetry={() => void runs.refetch()} />
      )}
      {items?.length === 0 && <NoRuns choice={choice} onClear={() => setChoice(everybody)} />}
      <ul>
        {items?.map((run) => (
          <RunItem
            key={run.id}
            run={run}
            isChosen={run.id === runId}
            onChoose={() => choose(run.id === runId ? undefined : run.id)}
          />
        ))}
      </ul>
      {runs.hasNextPage && (
        <div className="p-4 text-center">
          <Button size="sm" isBusy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}

function NoRuns({ choice, onClear }: { choice: RunChoice; onClear: () => void }) {
  if (choice.nodeId !== '') {
    return (
      <EmptyState
        className="h-auto"
        icon={Footprints}
        title="Nobody is at this step"
        action={<Button onClick={onClear}>Show everybody</Button>}
      />
    );
  }
  switch (choice.state) {
    case 'attention':
      return (
        <EmptyState className="h-auto" icon={Footprints} title="Nobody needs attention">
          Runs that stop at a step that failed are shown here.
        </EmptyState>
      );
    case 'paused':
      return (
        <EmptyState className="h-auto" icon={Footprints} title="Nobody is paused">
          Runs that a colleague pauses are shown here until they are resumed.
        </EmptyState>
      );
    case 'all':
      return (
        <EmptyState className="h-auto" icon={Footprints} title="Nobody has been here yet">
          Publish the flow, then write to your number from the test phone.
        </EmptyState>
      );
  }
}
