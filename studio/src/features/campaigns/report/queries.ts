import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import type { OperationQueryInput } from '../../../../../core/api/operations.ts';
import { isOver } from '../../../../../core/campaigns/statuses.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { pollMs, POLL_MS } from '../queries.ts';

/** People read and answer for days after the last message. */
const LATE_POLL_MS = 30_000;
const LATE_MS = 72 * 3_600_000;

/** A list of people is read as a whole, so less often than the numbers. */
const PEOPLE_POLL_MS = 5 * POLL_MS;

type State = Pick<Campaign, 'id' | 'status' | 'endedAt'>;

export const reportQuery = (org: string, campaign: State) =>
  queryOptions({
    queryKey: [...keys.campaign(org, campaign.id), 'report'] as const,
    queryFn: ({ signal }) =>
      api.call('getCampaignReport', { params: { org, campaign: campaign.id } }, { signal }),
    refetchInterval: () => (isLate(campaign) ? LATE_POLL_MS : pollMs(campaign)),
    // Once it is over, the last numbers are read when somebody looks.
    staleTime: POLL_MS / 2,
  });

function isLate({ status, endedAt }: State): boolean {
  return isOver(status) && endedAt !== null && Date.now() - new Date(endedAt).getTime() < LATE_MS;
}

export type RecipientFilter = Omit<
  NonNullable<OperationQueryInput<'listCampaignRecipients'>>,
  'limit' | 'cursor'
>;

export const recipientsQuery = (org: string, campaign: State, filter: RecipientFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.campaign(org, campaign.id), 'recipients', filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listCampaignRecipients',
        { params: { org, campaign: campaign.id }, query: { limit: 50, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      campaign.status === 'running' && (state.data?.pages.length ?? 0) === 1 ? PEOPLE_POLL_MS : false,
    placeholderData: keepPreviousData,
  });
