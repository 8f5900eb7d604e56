import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Campaign, CampaignSummary } from '../../../../core/api/campaigns.ts';
import { isOver, type CampaignStatus } from '../../../../core/campaigns/statuses.ts';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';

/** While messages go out. */
export const POLL_MS = 2_000;
const LIST_POLL_MS = 5_000;
/** While it waits for its time or for people. */
const WAITING_POLL_MS = 15_000;

/** How soon something may have changed by itself; false: not before somebody does something. */
export function pollMs({ status }: Pick<CampaignSummary, 'status'>): number | false {
  if (status === 'running') return POLL_MS;
  return status === 'draft' || isOver(status) ? false : WAITING_POLL_MS;
}

export interface CampaignFilter {
  search?: string;
  status?: CampaignStatus;
}

export const campaignPagesQuery = (org: string, filter: CampaignFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.campaigns(org), 'pages', filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listCampaigns',
        { params: { org }, query: { limit: 30, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const waits = (state.data?.pages ?? []).flatMap(({ items }) => items.map(pollMs));
      const some = waits.filter((wait) => wait !== false);
      // A list is read as a whole, so less often than one campaign.
      return some.length === 0 ? false : Math.max(LIST_POLL_MS, Math.min(...some));
    },
  });

/** A campaign as it was read, with what a change of it has to name. */
export interface ReadCampaign {
  campaign: Campaign;
  etag: string | null;
}

export const campaignQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...keys.campaign(org, id), 'itself'] as const,
    queryFn: ({ signal }) => readCampaign(org, id, signal),
    refetchInterval: ({ state: { data } }) => (data ? pollMs(data.campaign) : false),
  });

export async function readCampaign(org: string, id: string, signal?: AbortSignal): Promise<ReadCampaign> {
  let etag: string | null = null;
  const campaign = await api.call(
    'getCampaign',
    { params: { org, campaign: id } },
    { signal, onEtag: (given) => (etag = given) },
  );
  return { campaign, etag };
}
