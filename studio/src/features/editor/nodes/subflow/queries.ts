import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../../shared/api/api.ts';
import { keys } from '../../../../shared/api/queries.ts';

/** Published versions of a flow, newest first. */
export const subflowVersionsQuery = (org: string, flow: string) =>
  queryOptions({
    queryKey: keys.flowVersions(org, flow),
    queryFn: ({ signal }) =>
      api.call('listFlowVersions', { params: { org, flow }, query: { limit: 100 } }, { signal }),
    enabled: flow !== '',
  });
