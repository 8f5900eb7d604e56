import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Campaign } from '../../../../../core/api/campaigns.ts';
import type { OperationQueryInput } from '../../../../../core/api/operations.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { pollMs, POLL_MS } from '../queries.ts';

/** A list of people is read as a whole, so less often than the numbers. */
const PEOPLE_POLL_MS = 5 * POLL_MS;

type State = Pick<Campaign, 'id' | 'status'>;

export const reportQuery = (org: string, campaign: State) =>
  queryOptions({
    // By its state: with the last message the numbers are read once more.
    queryKey: [...keys.campaign(org, campaign.id), 'report', campaign.status] as const,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.call('getCampaignReport', { params: { org, campaign: campaign.id } }, { signal }),
    // People read and answer for days after its end: that is read when somebody looks again.
    refetchInterval: pollMs(campaign),
    staleTime: POLL_MS / 2,
  });

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
