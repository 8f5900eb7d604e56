/** Which runs of a flow are listed. */
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { OperationQueryInput } from '../../../../../core/api/operations.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';

const POLL_MS = 3_000;

export interface RunChoice {
  state: 'all' | 'attention' | 'paused';
  /** The step where they stand; empty: anywhere. */
  nodeId: string;
}

export const everybody: RunChoice = { state: 'all', nodeId: '' };

type RunFilter = Pick<
  NonNullable<OperationQueryInput<'listFlowRuns'>>,
  'flowId' | 'status' | 'paused' | 'nodeId'
>;

export function filterOf(flowId: string, { state, nodeId }: RunChoice): RunFilter {
  return {
    flowId,
    ...(state === 'attention' && { status: 'needsAttention' as const }),
    ...(state === 'paused' && { paused: 'true' as const }),
    ...(nodeId !== '' && { nodeId }),
  };
}

/** Newest first. */
export const runPagesQuery = (org: string, filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.runs(org), 'pages', filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listFlowRuns',
        { params: { org }, query: { limit: 50, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Somebody is between two steps for a moment only, and when they come to a wait without a message nobody tells.
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some(({ status, pausedAt }) => status === 'running' && pausedAt === null)
        ? POLL_MS
        : false,
  });
