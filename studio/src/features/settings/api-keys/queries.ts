import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../../shared/api/api.ts';

export const apiKeysKey = (org: string) => [org, 'api-keys'] as const;

export type KeyFilter = 'active' | 'all';

export const apiKeysQuery = (org: string, filter: KeyFilter) =>
  infiniteQueryOptions({
    queryKey: [...apiKeysKey(org), filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listApiKeys',
        {
          params: { org },
          query: { limit: 50, cursor: pageParam, status: filter === 'active' ? 'active' : undefined },
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
