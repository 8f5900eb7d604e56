import { useInfiniteQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { JobRow } from './job-row.tsx';
import { workedOn } from './job-words.ts';
import { jobPagesQuery } from './queries.ts';
import { useRunsAfterJobs } from './use-runs-after-jobs.ts';

/** Work on many people of a flow at once: what goes on, and what went on. */
export function JobList({ flowId }: { flowId: string }) {
  const { orgId } = useWorkspace();
  const jobs = useInfiniteQuery(jobPagesQuery(orgId, flowId));
  const items = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  useRunsAfterJobs(jobs.data ? items.reduce((sum, job) => sum + workedOn(job), 0) : null);
  if (jobs.isPending) return <Skeleton className="m-4 h-24" />;
  if (jobs.isLoadingError)
    return <ErrorState className="h-auto" error={jobs.error} onRetry={() => void jobs.refetch()} />;
  if (items.length === 0) {
    return (
      <EmptyState className="h-auto" icon={ListChecks} title="No jobs yet">
        When many people are enrolled, moved or taken out at once, you see here how far that is.
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Jobs">
        {items.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
      {jobs.hasNextPage && (
        <div className="p-4 text-center">
          <Button size="sm" isBusy={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
