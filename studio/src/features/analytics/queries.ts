import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';
import type { DayRange } from './range.ts';

/** The worker counts every few seconds; who looks at numbers doesn't look at seconds. */
const REFETCH_MS = 60_000;

export interface OverviewQuestion extends DayRange {
  bucket: 'day' | 'hour';
  phoneNumberId: string | null;
}

export const overviewQuery = (org: string, { phoneNumberId, ...range }: OverviewQuestion) =>
  queryOptions({
    queryKey: [...keys.analytics(org), { ...range, phoneNumberId }] as const,
    queryFn: ({ signal }) =>
      api.call(
        'getAnalyticsOverview',
        { params: { org }, query: { ...range, ...(phoneNumberId === null ? {} : { phoneNumberId }) } },
        { signal },
      ),
    refetchInterval: REFETCH_MS,
    placeholderData: keepPreviousData,
  });
