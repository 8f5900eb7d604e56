import { queryOptions } from '@tanstack/react-query';
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import type { ValidationContext } from '../../../../../core/flow/validate.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';

export const versionsQuery = (org: string, flow: string) =>
  queryOptions({
    queryKey: keys.flowVersions(org, flow),
    queryFn: ({ signal }) =>
      api.call('listFlowVersions', { params: { org, flow }, query: { limit: 100 } }, { signal }),
  });

/** A version never changes; the people on it do, and the list above counts them. */
export const versionQuery = (org: string, flow: string, number: number) =>
  queryOptions({
    queryKey: [org, 'flowVersion', flow, number] as const,
    queryFn: async ({ signal }) => {
      const params = { org, flow, number: String(number) };
      const { doc, ...version } = await api.call('getFlowVersion', { params }, { signal });
      // The server reads every version in today's shape before it gives it out.
      return { ...version, doc: doc as unknown as FlowDoc };
    },
    staleTime: Infinity,
  });

/** Under the key of the runs, so that whatever moves a run makes it read again. */
export const standingQuery = (org: string, flow: string) =>
  queryOptions({
    queryKey: [...keys.runs(org), 'standing', flow] as const,
    queryFn: ({ signal }) => api.call('getFlowStanding', { params: { org, flow } }, { signal }),
  });

/** What the server judges the flow against, so that the editor finds the same problems. */
export const surroundingsQuery = (org: string, flow: string) =>
  queryOptions({
    queryKey: keys.flowSurroundings(org, flow),
    queryFn: async ({ signal }) =>
      (await api.call('getFlowSurroundings', { params: { org, flow } }, { signal })) as ValidationContext,
    staleTime: 60_000,
  });
