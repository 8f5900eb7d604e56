import { infiniteQueryOptions, keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import type { SegmentRules } from '../../../../core/segments/rules.ts';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';

/** Counting asks all contacts, so an answer is good for a minute. */
const COUNT_STALE_MS = 60_000;

/** By name, without counts. */
export const segmentPagesQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.segments(org), 'pages'] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call('listSegments', { params: { org }, query: { limit: 50, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const segmentContactsQuery = (org: string, segment: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.segments(org), segment, 'contacts'] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listSegmentContacts',
        { params: { org, segment }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const segmentCountQuery = (org: string, segment: string) =>
  queryOptions({
    queryKey: [...keys.segments(org), segment] as const,
    queryFn: ({ signal }) => api.call('getSegment', { params: { org, segment } }, { signal }),
    staleTime: COUNT_STALE_MS,
  });

/** @param rules null while they are unfinished: the last answer stays */
export const previewQuery = (org: string, rules: SegmentRules | null) =>
  queryOptions({
    queryKey: [...keys.segments(org), 'preview', rules] as const,
    queryFn:
      rules === null
        ? skipToken
        : ({ signal }) =>
            api.call(
              'previewSegment',
              { params: { org }, body: { rules } },
              { signal, idempotencyKey: null },
            ),
    staleTime: COUNT_STALE_MS,
    placeholderData: keepPreviousData,
  });
