import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';

/** Groups that one page holds; the list of contacts counts no further. */
const PAGE_SIZE = 20;

/** Also asked by the list of contacts, for its count. */
export const duplicatesQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: keys.duplicates(org),
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listDuplicateContacts',
        { params: { org }, query: { limit: PAGE_SIZE, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Every contact of the organisation is looked at for it.
    staleTime: 60_000,
  });
