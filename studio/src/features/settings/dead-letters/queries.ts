import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type {
  DeadLetter,
  DeadLetterCounts,
  DeadLetterSelection,
} from '../../../../../core/api/dead-letters.ts';
import { api } from '../../../shared/api/api.ts';

export type Cause = DeadLetterCounts['causes'][number];

export interface LetterFilter {
  state?: DeadLetter['state'];
  kind?: string;
  cause?: string;
}

/** While something is tried again, its outcome is looked for this often. */
const REFRESH_MS = 1_000;

const lettersKey = (org: string) => [org, 'dead-letters'] as const;

export const lettersQuery = (org: string, filter: LetterFilter) =>
  infiniteQueryOptions({
    queryKey: [...lettersKey(org), 'list', filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listDeadLetters',
        { params: { org }, query: { limit: 50, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isBeingTried)) ? REFRESH_MS : false,
  });

export const letterCountsQuery = (org: string) =>
  queryOptions({
    queryKey: [...lettersKey(org), 'counts'] as const,
    queryFn: ({ signal }) => api.call('countDeadLetters', { params: { org } }, { signal }),
    refetchInterval: ({ state }) => ((state.data?.requested ?? 0) > 0 ? REFRESH_MS : false),
  });

export const letterQuery = (org: string, letter: string) =>
  queryOptions({
    queryKey: [...lettersKey(org), 'one', letter] as const,
    queryFn: ({ signal }) => api.call('getDeadLetter', { params: { org, letter } }, { signal }),
    refetchInterval: ({ state }) => (state.data && isBeingTried(state.data) ? REFRESH_MS : false),
  });

export function refreshLetters(queryClient: QueryClient, org: string) {
  return queryClient.invalidateQueries({ queryKey: lettersKey(org) });
}

/** All that are open of a selection, as many requests as it takes; how many. */
export async function settleAll(
  org: string,
  action: 'replay' | 'dismiss',
  selection: DeadLetterSelection,
): Promise<number> {
  const operation = action === 'replay' ? 'replayDeadLetters' : 'dismissDeadLetters';
  // What is made meanwhile is for the next time: else a cause that goes on would never end.
  const body = { ...selection, until: new Date().toISOString() };
  for (let total = 0; ;) {
    const { count, hasMore } = await api.call(operation, { params: { org }, body });
    total += count;
    if (!hasMore) return total;
  }
}

export function isBeingTried({ state }: Pick<DeadLetter, 'state'>): boolean {
  return state === 'requested';
}
