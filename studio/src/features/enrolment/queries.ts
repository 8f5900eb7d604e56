import { queryOptions } from '@tanstack/react-query';
import type { FlowSummary, ManualEntry } from '../../../../core/api/schemas.ts';
import { api } from '../../shared/api/api.ts';
import { allPages, keys } from '../../shared/api/queries.ts';

export type EnrollableFlow = FlowSummary & { manualEntry: ManualEntry };

/** Live flows that people can be enrolled in, by name. */
export const enrollableFlowsQuery = (org: string) =>
  queryOptions({
    queryKey: [...keys.flows(org), 'enrollable'] as const,
    queryFn: async ({ signal }) => {
      const flows = await allPages((cursor) =>
        api.call('listFlows', { params: { org }, query: { limit: 100, status: 'live', cursor } }, { signal }),
      );
      return flows
        .filter((flow): flow is EnrollableFlow => flow.manualEntry !== null)
        .sort((a, b) => a.name.localeCompare(b.name));
    },
  });
