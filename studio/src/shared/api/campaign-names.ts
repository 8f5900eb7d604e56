import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';
import { ApiError } from './errors.ts';
import { keys } from './queries.ts';

/** The newest campaigns, or those whose name holds the words: for choosing one. */
export const campaignNamesQuery = (org: string, words: string) =>
  queryOptions({
    queryKey: [...keys.campaigns(org), 'names', words] as const,
    queryFn: async ({ signal }) => {
      const page = await api.call(
        'listCampaigns',
        { params: { org }, query: { limit: 30, ...(words ? { search: words } : {}) } },
        { signal },
      );
      return page.items.map(({ id, name }) => ({ id, name }));
    },
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });

/** Null: there is no such campaign (any more), or what stands there is no id. */
export const campaignNameQuery = (org: string, campaign: string) =>
  queryOptions({
    queryKey: [...keys.campaign(org, campaign), 'name'] as const,
    queryFn: async ({ signal }) => {
      try {
        return (await api.call('getCampaign', { params: { org, campaign } }, { signal })).name;
      } catch (error) {
        if (error instanceof ApiError && !error.isTransient) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
