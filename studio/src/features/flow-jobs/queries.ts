/** Jobs of a flow. Under the key of the runs, so that whatever moves a run makes them read again. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';
import { isAtWork } from './job-words.ts';

const POLL_MS = 1_500;

/** Newest first. */
export const jobPagesQuery = (org: string, flowId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.runs(org), 'jobs', flowId] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listFlowJobs',
        { params: { org }, query: { flowId, limit: 20, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Nobody broadcasts how far a job is.
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isAtWork)) ? POLL_MS : false,
  });

export const jobQuery = (org: string, job: string) =>
  queryOptions({
    queryKey: [...keys.runs(org), 'job', job] as const,
    queryFn: ({ signal }) => api.call('getFlowJob', { params: { org, job } }, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isAtWork(state.data) ? POLL_MS : false),
  });
